import { expectSome } from "../expectations.ts";
import { freezeInstance } from "../faults.ts";
import { type Run, disturbOneByOne } from "./run.ts";

/** F14: an instance stands still for longer than its leases, while the other takes over its mails, and goes on. */
export const frozen: Run = {
  title: "F14 an instance freezes past its lease and goes on",
  async drive(world, tier) {
    const seconds = tier === "full" ? 60 : 20;
    await disturbOneByOne(world, tier, [freezeInstance(seconds * 1000)]);
    const { from = 0, to = 0 } = world.timeline.marks.find(({ kind }) => kind === "fault") ?? {};
    const { rows } = await world.pool.query<{ count: number }>(
      `select count(*)::int from mail_messages
       where attempts > 1 and requested_at <= to_timestamp($1 / 1000.0) and accepted_at < to_timestamp($2 / 1000.0)`,
      [from, to],
    );
    const takenOver = rows[0]?.count ?? 0;
    world.print(`${takenOver} mails of the frozen one were sent by the other meanwhile`);
    expectSome(world, "mail was taken over", takenOver);
  },
};
