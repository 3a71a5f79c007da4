import { describe, test } from "vitest";
import { expectInTime, expectRefusals } from "../chaos/expectations.ts";
import { type Entry, createLedger } from "../chaos/ledger.ts";
import type { Timeline } from "../chaos/timeline.ts";

const FAULT = "Redis: frozen";
const timeline = {
  marks: [{ label: FAULT, kind: "fault", from: 1000, to: 5000 }],
} as unknown as Timeline;

/** The breaches of a run with one call. */
function judge({ calledAt, waitedMs, status = 503 }: Record<string, number>): string[] {
  const ledger = createLedger();
  const at = Number(calledAt);
  ledger.note({ status, calledAt: at, returnedAt: at + Number(waitedMs) } as Entry);
  const world = { ledger, timeline, breaches: [] as string[], print: () => {} };
  expectInTime(world, FAULT, { maxMs: 2500 });
  expectRefusals(world, FAULT);
  return world.breaches;
}

describe("what is expected while a fault lasts", () => {
  test("is met by whoever is refused in time (control of all below)", ({ expect }) => {
    expect(judge({ calledAt: 2000, waitedMs: 2400 })).toEqual([]);
  });

  test("is not met by whoever is answered late, also when the fault is over by then", ({
    expect,
  }) => {
    expect(judge({ calledAt: 2000, waitedMs: 2600 })).toEqual([expect.stringMatching(/2600 ms/)]);
    expect(judge({ calledAt: 4000, waitedMs: 2600 })).toEqual([expect.stringMatching(/2600 ms/)]);
  });

  test("is not met when nobody asks, nobody is answered, or nobody is refused", ({ expect }) => {
    expect(judge({ calledAt: 6000, waitedMs: 10 }).join()).toMatch(/nobody asked/);
    expect(judge({ calledAt: 2000, waitedMs: 10, status: 0 }).join()).toMatch(/had no answer/);
    expect(judge({ calledAt: 2000, waitedMs: 10, status: 202 }).join()).toMatch(/no call was/);
  });
});
