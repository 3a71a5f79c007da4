import { startMailStack } from "./mail-stack.ts";
import { atPace, drawGaps, percentile } from "./pace.ts";

const PER_SECOND = 4;
const DEAD: Record<string, Record<string, unknown>> = {
  "answers 503": { error: { rate: 1, status: 503 } },
  "never answers": { hang: { rate: 1 } },
};

/** A dead first provider, for so many minutes each way of being dead; how long codes take through the second. */
export async function benchFailover(minutes: number): Promise<void> {
  console.log(`The first of two providers is dead for ${minutes} minutes; ${PER_SECOND} registrations a second
                         mails   first    p50     p99     longest  doubled`);
  for (const [name, faults] of [...Object.entries(DEAD), ["refuses connections", null] as const]) {
    await using stack = await startMailStack(2);
    const [first, second] = stack.mocks;
    if (faults) await first?.setFaults(faults);
    else {
      first?.kill("SIGKILL");
      await first?.exited;
    }
    await atPace(drawGaps(PER_SECOND, PER_SECOND * 60 * minutes), stack.register);
    await stack.drained();
    const accepted = (await second?.accepted()) ?? new Map<string, number[]>();
    const messages = await stack.messages();
    const waits = messages
      .toSorted((a, b) => a.requestedAtMs - b.requestedAtMs)
      .map(({ id, requestedAtMs }) => (accepted.get(id)?.[0] ?? Number.NaN) - requestedAtMs);
    const [firstMs = Number.NaN] = waits;
    const doubled = [...accepted.values()].filter((times) => times.length > 1).length;
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`.padStart(7);
    console.log(
      `  ${name.padEnd(20)} ${String(messages.length).padStart(7)} ${seconds(firstMs)} ${seconds(percentile(waits, 0.5))} ${seconds(percentile(waits, 0.99))} ${seconds(Math.max(...waits))}  ${doubled}`,
    );
  }
}
