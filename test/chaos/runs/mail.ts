import { expectSome } from "../expectations.ts";
import { disturbMail, disturbNetwork } from "../faults.ts";
import { type Run, disturbOneByOne } from "./run.ts";

const FAILS = {
  error: { rate: 0.5 },
  hang: { rate: 0.1 },
  stall: { rate: 0.1 },
  drop_reply: { rate: 0.05 },
};

/** F11: half of all mails are refused for now, some answers hang, before and within them, and some are lost. */
export const mailFails: Run = {
  title: "F11 the mail provider fails",
  isInTests: true,
  async drive(world, tier) {
    const [ms, concurrency] = tier === "full" ? [60_000, 200] : [6000, 16];
    await disturbOneByOne(world, tier, [disturbMail("fails", FAILS, ms)], { concurrency });
    expectSome(world, "refusals of the provider", (await world.mailFigures())["refused"] ?? 0);
  },
};

/** F12: it asks for pauses. */
export const mailPauses: Run = {
  title: "F12 the mail provider asks for pauses",
  async drive(world, tier) {
    const pauses = tier === "full" ? [1, 5, 15, 30] : [2];
    await disturbOneByOne(
      world,
      tier,
      pauses.map((seconds) =>
        disturbMail(
          `429, Retry-After: ${seconds}`,
          { error: { rate: 1, status: 429, retry_after: seconds } },
          seconds * 1500,
        ),
      ),
    );
    expectSome(world, "refusals of the provider", (await world.mailFigures())["refused"] ?? 0);
  },
};

/** F13: nobody is there; people are accepted all the same, and have their mail afterwards. */
export const mailDead: Run = {
  title: "F13 the mail provider is dead",
  async drive(world, tier) {
    const label = "network to mail: reset";
    const ms = tier === "full" ? 60_000 : 3000;
    await disturbOneByOne(world, tier, [disturbNetwork("mail", { kind: "reset" }, ms)], {
      concurrency: 100,
    });
    const dead = world.timeline.marks.find((mark) => mark.label === label);
    const accepted = world.ledger.entries.filter(
      ({ operation, status, calledAt }) =>
        operation === "register" &&
        status === 202 &&
        calledAt > (dead?.from ?? 0) &&
        calledAt < (dead?.to ?? 0),
    );
    world.print(`${accepted.length} registered while it was dead`);
    expectSome(world, "registrations while it was dead", accepted.length);
  },
};
