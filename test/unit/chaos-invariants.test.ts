import { describe, test } from "vitest";
import type { Evidence } from "../chaos/invariants/evidence.ts";
import { judgeEvidence } from "../chaos/judge.ts";
import {
  MAILED_AT,
  EMAIL,
  call,
  guesses,
  mail,
  registered,
  sound,
  user,
} from "../support/sound-evidence.ts";

describe("the fault programme's judge", () => {
  test("finds nothing where all is well (control of all below)", ({ expect }) => {
    expect(judgeEvidence(sound())).toEqual([]);
  });

  test.for<[string, RegExp, Partial<Evidence>]>([
    ["an accepted registration without a row", /^I1: accepted/, { users: [] }],
    ["one without a message", /^I1: accepted/, { messages: [] }],
    [
      "a row that nobody asked for",
      /^I1: a row/,
      {
        users: [
          user,
          { ...user, email: "eve@example.com", status: "pending", activations: 0, sessions: 0 },
        ],
      },
    ],
    [
      "a message that was given up",
      /^I2: messages that were not sent: .* \(expired\)/,
      { messages: sound().messages.map((each) => Object.assign(each, { state: "expired" })) },
    ],
    ["a registration without a mail", /^I2/, { mails: [] }],
    ["a mail that was accepted twice", /^I3: accepted twice/, { mails: [mail, mail] }],
    [
      "a mail of no message",
      /^I3: a mail of no message/,
      { mails: [mail, { ...mail, key: "m2", messageId: "m2" }] },
    ],
    [
      "a try that was not written down",
      /^I3: more tries than attempts: m1/,
      { posts: new Map([["m1", [MAILED_AT - 10, MAILED_AT - 5]]]) },
    ],
    [
      "somebody active by another password",
      /^I4/,
      { entries: [registered, call({ password: "pw-2" })] },
    ],
    ["somebody active who typed nothing", /^I4/, { entries: [registered] }],
    ["somebody active by another code", /^I4/, { entries: [registered, call({ code: "0421" })] }],
    [
      "somebody active by a refused try alone",
      /^I4/,
      { entries: [registered, call({ status: 400, problem: "code_incorrect" })] },
    ],
    [
      "a code that was typed when it was dead",
      /^I4/,
      {
        entries: [
          registered,
          call({ calledAt: MAILED_AT + 60_100, returnedAt: MAILED_AT + 60_120 }),
        ],
      },
    ],
    ["a code of an older registration", /^I4/, { users: [{ ...user, generation: 2 }] }],
    [
      "an activation that is not there any more",
      /^I5: told/,
      { users: [{ ...user, status: "pending" }] },
    ],
    [
      "two activations of one",
      /^I5: not activated exactly once/,
      { users: [{ ...user, activations: 2 }] },
    ],
    [
      "an eleventh guess that was compared",
      /^I6: .* had 11 compared/,
      {
        entries: [...sound().entries, ...guesses(10)],
        budgets: [{ address_pseudonym: `pseudonym of ${EMAIL}`, used: 11, leased: 0 }],
      },
    ],
    ["a guess that is not charged", /^I6: .* had 1 compared and 0 charged/, { budgets: [] }],
    ["a session that nobody asked for", /^I7/, { users: [{ ...user, sessions: 2 }] }],
    [
      "a fault",
      /^a fault: me 500/,
      { entries: [...sound().entries, call({ operation: "me", status: 500 })] },
    ],
    [
      "a fresh token that was refused",
      /^a token was refused/,
      { entries: [...sound().entries, call({ operation: "me", status: 401 })] },
    ],
    [
      "a right code that was called wrong",
      /^a right code/,
      {
        entries: [...sound().entries, call({ status: 400, problem: "code_incorrect" })],
        budgets: [{ address_pseudonym: `pseudonym of ${EMAIL}`, used: 2, leased: 0 }],
      },
    ],
  ])("finds %s", ([, breach, wrong], { expect }) => {
    expect(judgeEvidence({ ...sound(), ...wrong }).join("\n")).toMatch(breach);
  });
});
