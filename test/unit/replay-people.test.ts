import { describe, test } from "vitest";
import type { TrafficDecision } from "../../src/domain/recorded-traffic.ts";
import { type Modes, replay, request, times } from "../support/replay.ts";

const ENFORCED: Modes = { a: ["3/1m", "enforce"], b: ["5/1m", "enforce"] };

describe("a replay", () => {
  test("counts people who were refused apart from those who never activated", ({ expect }) => {
    const refused = (subject: string | null, outcomes: TrafficDecision["outcome"][]) =>
      outcomes.flatMap((outcome) =>
        request(["a"], { key: `${subject}`, cost: 9, subject, outcome }),
      );
    const result = replay(ENFORCED, { a: "9/1m" }, [
      ...refused("abuser", ["not_activated", null, "not_activated"]),
      ...refused("user", ["not_activated", "activated"]),
      ...refused(null, ["not_activated", "activated"]),
      // Activated by a request that was never refused, after one that was.
      ...refused("late", ["not_activated"]),
      ...request(["b"], { subject: "late", outcome: "activated" }),
      ...request(["b"], { subject: "never refused", outcome: "activated" }),
    ]);
    expect(result.before).toMatchObject({ refusedRequests: 8, refusedAbusers: 1, refusedUsers: 2 });
    expect(result.after).toMatchObject({ refusedRequests: 4, refusedAbusers: 1, refusedUsers: 1 });
  });

  test("saves the mails that were sent and would not be, and no other", ({ expect }) => {
    const mail = (i: number) =>
      request(["a", "b"], { sends_mail: true, decision: i < 3 ? "allowed" : "refused" });
    const result = replay(ENFORCED, { a: "1/1m" }, [
      ...times(5, mail),
      ...times(2, () => request(["a"], { key: "other" })),
    ]);
    expect(result.refusedWhenRecorded).toBe(2);
    expect(result.before.mailsSaved).toBe(0);
    expect(result.after.mailsSaved).toBe(2);
  });

  test("counts in shadow mode the mails that were sent in spite of it", ({ expect }) => {
    const mail = (i: number) =>
      request(["a"], { sends_mail: true, decision: i < 3 ? "allowed" : "would_refuse" });
    const result = replay(ENFORCED, { a: "1/1m" }, times(5, mail));
    expect(result.before.mailsSaved).toBe(2);
    expect(result.after.mailsSaved).toBe(4);
  });

  test.for([
    ["first", ["somebody", null]],
    ["last", [null, "somebody"]],
  ] as const)("knows the subject that only the %s decision names", ([, subjects], { expect }) => {
    const decisions = request(["a", "b"], { cost: 9 });
    for (const [i, decision] of decisions.entries()) decision.subject = subjects[i] ?? null;
    expect(replay(ENFORCED, {}, decisions).before.refusedAbusers).toBe(1);
  });
});
