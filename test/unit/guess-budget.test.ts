import fc from "fast-check";
import { describe, test } from "vitest";
import {
  FRESH_BUDGET,
  type GuessBudget,
  type Settlement,
  leaseGuesses,
  settleLease,
} from "../../src/domain/guess-budget.ts";

/** A code lives on until somebody closes it to tell its wrong guesses; one that was lost may still be guessed at. */
type Code = { leaseId: string; leased: number; wrong: number; isClosed: boolean };

type Known = "newest" | "older" | "nothing";
type Act =
  | { kind: "guess"; code: number; count: number }
  | { kind: "settle"; known: Known }
  | { kind: "issue"; known: Known; triesMax: number };

const known = fc.constantFrom<Known>("newest", "older", "nothing");
const acts = fc.array(
  fc.oneof<fc.Arbitrary<Act>[]>(
    fc.record({
      kind: fc.constant("guess"),
      code: fc.nat(3),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ kind: fc.constant("settle"), known }),
    fc.record({ kind: fc.constant("issue"), known, triesMax: fc.nat(8) }),
  ),
  { maxLength: 60 },
);
const budgetMaxima = fc.integer({ min: 1, max: 30 });

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Does it all to one address, and tells after each act how it stands. */
function* live(given: Act[], budgetMax: number, settle: typeof settleLease) {
  const codes: Code[] = [];
  let budget = FRESH_BUDGET;

  function tell(of: Known): Settlement | null {
    const code = of === "nothing" ? undefined : codes.at(of === "newest" ? -1 : -2);
    if (!code) return null;
    code.isClosed = true;
    return { leaseId: code.leaseId, wrong: code.wrong };
  }
  for (const [i, act] of given.entries()) {
    if (act.kind === "guess") {
      const code = codes.at(-1 - act.code);
      if (code && !code.isClosed) code.wrong = Math.min(code.leased, code.wrong + act.count);
    } else budget = settle(budget, tell(act.known));
    if (act.kind === "issue") {
      budget = leaseGuesses(budget, { leaseId: `${i}`, triesMax: act.triesMax, budgetMax });
      codes.push({ leaseId: `${i}`, leased: budget.leased, wrong: 0, isClosed: false });
    }
    yield { budget, compared: sum(codes.map(({ wrong }) => wrong)) };
  }
}

const neverAbove = (settle: typeof settleLease): fc.IProperty<[Act[], number]> =>
  fc.property(acts, budgetMaxima, (given, budgetMax) => {
    for (const { budget, compared } of live(given, budgetMax, settle)) {
      const taken = budget.used + budget.leased;
      if (compared > taken || taken > budgetMax) return false;
    }
    return true;
  });

describe("a guess budget", () => {
  test("is never exceeded, in any order of leases, guesses, settlements and losses", ({
    expect,
  }) => {
    const { failed, counterexample } = fc.check(neverAbove(settleLease), { numRuns: 2000 });
    expect(failed, JSON.stringify(counterexample)).toBe(false);
  });

  test.for<[string, typeof settleLease]>([
    [
      "what is lost counts as unused",
      (budget, settlement) =>
        settlement ? settleLease(budget, settlement) : { ...FRESH_BUDGET, used: budget.used },
    ],
    [
      "what is known of an older lease settles the newest",
      (budget, settlement) =>
        settleLease(budget, settlement && { ...settlement, leaseId: budget.leaseId ?? "" }),
    ],
  ])("would be when %s (control)", ([, settle], { expect }) => {
    expect(fc.check(neverAbove(settle), { numRuns: 2000 }).failed).toBe(true);
  });
});

const openLeases = fc.record<GuessBudget>({
  used: fc.nat(20),
  leased: fc.nat(8),
  leaseId: fc.constant("newest"),
});

describe("settling a lease", () => {
  test("that is known gives back exactly what its code did not use", ({ expect }) => {
    fc.assert(
      fc.property(openLeases, fc.nat(12), (budget, wrong) => {
        const settled = settleLease(budget, { leaseId: "newest", wrong });
        const compared = Math.min(wrong, budget.leased);
        expect(settled).toEqual({ used: budget.used + compared, leased: 0, leaseId: null });
      }),
    );
  });

  test.for<[string, Settlement | null]>([
    ["was lost", null],
    ["is another one than is known of", { leaseId: "older", wrong: 0 }],
  ])("that %s gives nothing back", ([, settlement], { expect }) => {
    fc.assert(
      fc.property(openLeases, (budget) => {
        const used = budget.used + budget.leased;
        expect(settleLease(budget, settlement)).toEqual({ used, leased: 0, leaseId: null });
      }),
    );
  });

  test("twice takes no more than once", ({ expect }) => {
    fc.assert(
      fc.property(openLeases, fc.nat(8), (budget, wrong) => {
        const once = settleLease(budget, { leaseId: "newest", wrong });
        expect(settleLease(once, { leaseId: "newest", wrong })).toEqual(once);
        expect(settleLease(once, null)).toEqual(once);
      }),
    );
  });
});

test("a lease is one code's worth, or what is left, and nothing once the budget is spent", ({
  expect,
}) => {
  const leasedOf = (used: number): number =>
    leaseGuesses({ ...FRESH_BUDGET, used }, { leaseId: "l", triesMax: 5, budgetMax: 10 }).leased;
  expect([0, 4, 5, 6, 9, 10, 11].map(leasedOf)).toEqual([5, 5, 5, 4, 1, 0, 0]);
});
