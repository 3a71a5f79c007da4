import { setTimeout as delay } from "node:timers/promises";
import { callsDuring, expectFew, expectSome } from "../expectations.ts";
import { disturbMail, disturbNetwork } from "../faults.ts";
import { settle } from "../rest.ts";
import type { World } from "../world.ts";
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

/** After this each instance was told to pause. */
const TOLD_MS = 1500;

/** F12: it asks for pauses, and is asked for nothing before they are over. */
export const mailPauses: Run = {
  title: "F12 the mail provider asks for pauses",
  async drive(world, tier) {
    const pauses = tier === "full" ? [1, 5, 15, 30] : [4];
    const labelOf = (seconds: number): string => `429, Retry-After: ${seconds}`;
    await disturbOneByOne(
      world,
      tier,
      pauses.flatMap((seconds, i) => [
        // Until nobody pauses any more for what was before.
        async () => delay((pauses[i - 1] ?? 0) * 1000),
        disturbMail(
          labelOf(seconds),
          { error: { rate: 1, status: 429, retry_after: seconds } },
          seconds * 1500,
        ),
      ]),
    );
    expectSome(world, "refusals of the provider", (await world.mailFigures())["refused"] ?? 0);
    for (const seconds of pauses) {
      const { from } = faultOf(world, `mail: ${labelOf(seconds)}`);
      const early = [...world.posts.values()]
        .flat()
        .filter((at) => at > from + TOLD_MS && at < from + seconds * 1000);
      expectFew(world, `mails within a pause of ${seconds} s`, early.length, 0);
    }
  },
};

/** How fast they have it, when there are many. */
const DRAINED_PER_SECOND_MIN = 20;

/** F13: nobody is there; people are accepted all the same, and have their mail afterwards. */
export const mailDead: Run = {
  title: "F13 the mail provider is dead",
  async drive(world, tier) {
    const label = "network to mail: reset";
    const ms = tier === "full" ? 60_000 : 3000;
    await disturbOneByOne(world, tier, [disturbNetwork("mail", { kind: "reset" }, ms)], {
      concurrency: tier === "full" ? 1000 : 100,
    });
    await settle(world);
    await world.mails.catchUp();
    const { to: backAt } = faultOf(world, label);
    const accepted = callsDuring(world, label).filter(
      ({ operation, status }) => operation === "register" && status === 202,
    );
    const waiting = new Set(accepted.map(({ email }) => email));
    const mailedAt = world.mails.accepted
      .filter(({ to, acceptedAt }) => waiting.has(to) && acceptedAt > backAt)
      .map(({ acceptedAt }) => acceptedAt);
    const perSecond = (mailedAt.length / (Math.max(...mailedAt) - backAt)) * 1000;
    world.print(
      `${waiting.size} registered while it was dead; afterwards ${perSecond.toFixed(1)} mails a second`,
    );
    expectSome(world, "registrations while it was dead", waiting.size);
    if (tier === "full" && !(perSecond >= DRAINED_PER_SECOND_MIN))
      world.breaches.push(`F13: ${perSecond.toFixed(1)} mails a second`);
  },
};

function faultOf({ timeline }: World, label: string): { from: number; to: number } {
  const mark = timeline.marks.find((each) => each.label === label);
  if (!mark) throw new Error(`there was no ${label}`);
  return mark;
}
