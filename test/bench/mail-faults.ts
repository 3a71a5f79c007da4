import { startMailStack } from "./mail-stack.ts";
import { atPace, drawGaps, percentile } from "./pace.ts";

const REGISTRATIONS = 2000;
const ROUNDS = 8;
const PER_SECOND = 25;
/** Half of a fifth never answers, the other half stalls within its body. */
const FAULTS = {
  error: { rate: 0.5 },
  hang: { rate: 0.1 },
  stall: { rate: 0.1 },
  drop_reply: { rate: 0.05 },
};

/** Registrations while the provider fails most of the time, beside as many while it does not. */
export async function benchFaults(): Promise<void> {
  await using stack = await startMailStack(1);
  const [mock] = stack.mocks;
  const times: Record<"well" | "failing", number[]> = { well: [], failing: [] };
  let longestDrainMs = 0;
  await atPace(drawGaps(PER_SECOND, 50), stack.register);
  // Interleaved, and with the same gaps, so that whatever else the machine does meets both alike.
  for (let round = 0; round < ROUNDS; round++) {
    const gapsMs = drawGaps(PER_SECOND, REGISTRATIONS / ROUNDS);
    for (const kind of ["well", "failing"] as const) {
      await mock?.setFaults(kind === "failing" ? FAULTS : null);
      times[kind].push(...(await atPace(gapsMs, stack.register)));
      await mock?.setFaults(null);
      longestDrainMs = Math.max(longestDrainMs, await stack.drained());
    }
  }
  const accepted = (await mock?.accepted()) ?? new Map<string, number[]>();
  const messages = await stack.messages();
  const lost = messages.filter(({ id }) => !accepted.has(id)).length;
  const doubled = [...accepted.values()].filter((each) => each.length > 1).length;
  const p99 = { well: percentile(times.well, 0.99), failing: percentile(times.failing, 0.99) };
  const p50 = { well: percentile(times.well, 0.5), failing: percentile(times.failing, 0.5) };
  console.log(`${REGISTRATIONS} registrations while mail fails (50 % 500s, 20 % timeouts, 5 % accepted without an answer),
and as many while it works, ${ROUNDS} rounds of each, interleaved
  without a mail             ${lost} of ${messages.length}
  with more than one         ${doubled}
  states                     ${JSON.stringify(await stack.states())}
  all out after the faults   ${(longestDrainMs / 1000).toFixed(1)} s at most   (target 120)
  registration p50           ${p50.well.toFixed(1)} ms, failing ${p50.failing.toFixed(1)} ms
  registration p99           ${p99.well.toFixed(1)} ms, failing ${p99.failing.toFixed(1)} ms   ratio ${(p99.failing / p99.well).toFixed(2)} (target 0.9 to 1.1)`);
}
