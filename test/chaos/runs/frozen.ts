import { expectSome } from "../expectations.ts";
import { freezeInstance } from "../faults.ts";
import { type Run, disturbOneByOne } from "./run.ts";

/** F14: an instance stands still for longer than its leases, while the other sends all mails, and goes on. */
export const frozen: Run = {
  title: "F14 an instance freezes past its lease and goes on",
  async drive(world, tier) {
    const seconds = tier === "full" ? 60 : 20;
    await disturbOneByOne(world, tier, [freezeInstance(seconds * 1000)]);
    const { from = 0, to = 0 } = world.timeline.marks.find(({ kind }) => kind === "fault") ?? {};
    const meanwhile = world.mails.accepted.filter(
      ({ acceptedAt }) => acceptedAt > from && acceptedAt < to,
    );
    const again = meanwhile.filter(
      ({ messageId }) => (world.posts.get(messageId)?.length ?? 0) > 1,
    );
    world.print(
      `${meanwhile.length} mails meanwhile, ${again.length} of them begun by the frozen one`,
    );
    expectSome(world, "mail was sent by the other", meanwhile.length);
  },
};
