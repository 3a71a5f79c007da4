import fc from "fast-check";
import { describe, test } from "vitest";
import { createTimeline, TIMELINE_POINTS_MAX } from "../../src/domain/timeline.ts";

const START_MS = Date.UTC(2026, 0, 31);
const DAY_MS = 86_400_000;

describe("a timeline", () => {
  test("of a day has 288 steps of five minutes, on the clock", ({ expect }) => {
    const timeline = createTimeline();
    for (let time = 0; time < DAY_MS; time += 60_000)
      timeline.add(START_MS + time, time < DAY_MS / 2, true);
    const { stepMs, points } = timeline.read();
    expect(stepMs).toBe(300_000);
    expect(points).toHaveLength(288);
    expect(points[0]).toEqual({
      at: "2026-01-31T00:00:00.000Z",
      allowed: 0,
      refusedBefore: 5,
      refusedAfter: 5,
    });
    expect(points.at(-1)).toEqual({
      at: "2026-01-31T23:55:00.000Z",
      allowed: 5,
      refusedBefore: 0,
      refusedAfter: 5,
    });
  });

  test("of nothing has no point, and of one request one", ({ expect }) => {
    const timeline = createTimeline();
    expect(timeline.read().points).toEqual([]);
    timeline.add(START_MS + 1500, false, true);
    expect(timeline.read()).toEqual({
      stepMs: 1000,
      points: [{ at: "2026-01-31T00:00:01.000Z", allowed: 1, refusedBefore: 0, refusedAfter: 1 }],
    });
  });

  test("counts every request once, in equal steps without a gap, however long it grows", ({
    expect,
  }) => {
    const gap = fc.oneof(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 40 * DAY_MS }),
    );
    const request = fc.record({ gap, before: fc.boolean(), after: fc.boolean() });
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 80 }), (requests) => {
        const timeline = createTimeline();
        const times: number[] = [];
        for (const { gap: gapMs, before, after } of requests) {
          times.push((times.at(-1) ?? START_MS) + gapMs);
          timeline.add(times.at(-1) ?? 0, before, after);
        }
        const { stepMs, points } = timeline.read();
        expect(points.length).toBeLessThanOrEqual(TIMELINE_POINTS_MAX);
        const inStep = points.map(({ at }, i) => {
          const from = Date.parse(at);
          expect(from).toBe(Date.parse(points[0]?.at ?? "") + i * stepMs);
          return times.filter((time) => time >= from && time < from + stepMs).length;
        });
        expect(points.map((point) => point.allowed + point.refusedBefore)).toEqual(inStep);
        expect(inStep.reduce((sum, count) => sum + count)).toBe(times.length);
        const refusedAfter = points.reduce((sum, point) => sum + point.refusedAfter, 0);
        expect(refusedAfter).toBe(requests.filter(({ after }) => after).length);
      }),
    );
  });
});
