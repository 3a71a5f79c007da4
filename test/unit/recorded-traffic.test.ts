import { describe, test } from "vitest";
import { parseDecision, parseSettings } from "../../src/domain/recorded-traffic.ts";
import { SETTINGS } from "../support/traffic.ts";

const DECISION = {
  type: "decision",
  time: 1_769_817_600_000,
  request: "r1",
  route: "POST /users",
  policy: "register.ip",
  key: "k",
  cost: 1,
  decision: "allowed",
  subject: "s",
  sends_mail: true,
  outcome: "activated",
};

const without = (record: object, name: string): object =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== name));

describe("a settings line", () => {
  test("is read with its quotas and modes", ({ expect }) => {
    const { policies, guess } = parseSettings(JSON.stringify(SETTINGS));
    expect(policies.size).toBe(Object.keys(SETTINGS.policies).length);
    expect(policies.get("activate.ip")).toEqual({
      quota: { count: 30, windowSeconds: 60 },
      mode: "enforce",
    });
    expect(guess).toEqual(SETTINGS.guess);
  });

  test.for([
    [DECISION, "the settings line is missing"],
    [{}, "the settings line is missing"],
    [without(SETTINGS, "policies"), 'its "policies" is no JSON object'],
    [without(SETTINGS, "guess"), 'its "guess" is no JSON object'],
    [
      { ...SETTINGS, policies: { "\u001b[2J": { quota: "1/1m", mode: "off" } } },
      '"\\u001b[2J" cannot be the name',
    ],
    [{ ...SETTINGS, policies: { a: "1/1m" } }, 'its "policies.a" is no JSON object'],
    [
      { ...SETTINGS, policies: { a: { quota: "1", mode: "off" } } },
      'the quota of a is not like "5/15m"',
    ],
    [
      { ...SETTINGS, policies: { a: { quota: "1/1m" } } },
      "the mode of a is none of enforce, shadow, off",
    ],
    [
      { ...SETTINGS, guess: without(SETTINGS.guess, "budget") },
      'its "guess.budget" is no positive number',
    ],
    [
      { ...SETTINGS, guess: { ...SETTINGS.guess, digits: "4" } },
      'its "guess.digits" is no positive number',
    ],
  ])("%j is refused", ([line, message], { expect }) => {
    expect(() => parseSettings(JSON.stringify(line))).toThrow(message);
  });
});

describe("a decision", () => {
  test.for([
    {},
    { subject: null },
    { outcome: null },
    { outcome: "not_activated" },
    { decision: "would_refuse", cost: 7 },
    { added_later: true },
  ])("with %j is read as it stands", (change, { expect }) => {
    const decision = { ...DECISION, ...change };
    expect(parseDecision(JSON.stringify(decision))).toEqual(decision);
  });

  test.for([
    ["time", [undefined, null, "1769817600000", -1, 1.5, 9e15]],
    ["request", [undefined, null, 7, ""]],
    ["policy", [undefined, null, 7, ""]],
    ["key", [undefined, null, 7, ""]],
    ["cost", [undefined, null, "1", 0, -1, 0.5]],
    ["decision", [undefined, null, "", "ALLOWED", "off"]],
    ["subject", [undefined, 7, ""]],
    ["sends_mail", [undefined, null, "true", 1]],
    ["outcome", [undefined, "", "active", false]],
  ] as const)("with a bad %s is refused by that name", ([name, values], { expect }) => {
    for (const value of values)
      expect(() => parseDecision(JSON.stringify({ ...DECISION, [name]: value }))).toThrow(
        `its "${name}" is missing or wrong`,
      );
  });

  test.for([
    ["", "it is empty"],
    [JSON.stringify(DECISION).slice(0, -1), "it is no whole JSON object"],
    [`${JSON.stringify(DECISION)}{}`, "it is no whole JSON object"],
    ["null", "it is no JSON object"],
    ["[]", "it is no JSON object"],
    ["7", "it is no JSON object"],
    [JSON.stringify(SETTINGS), 'its "type" is not "decision"'],
  ] as const)("%j is none", ([line, message], { expect }) => {
    expect(() => parseDecision(line)).toThrow(message);
  });
});
