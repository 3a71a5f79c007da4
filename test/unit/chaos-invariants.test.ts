import { describe, test } from "vitest";
import type { Evidence } from "../chaos/invariants/evidence.ts";
import { judgeEvidence } from "../chaos/judge.ts";
import type { Entry } from "../chaos/ledger.ts";

const EMAIL = "ann@example.com";
const REGISTERED_AT = 1_800_000_000_000;
const MAILED_AT = REGISTERED_AT + 500;
const TYPED_AT = MAILED_AT + 10_000;

const call = (entry: Partial<Entry>): Entry => ({
  operation: "activate",
  email: EMAIL,
  calledAt: TYPED_AT,
  returnedAt: TYPED_AT + 20,
  status: 200,
  problem: null,
  door: 0,
  password: "pw-1",
  ...(entry.operation && entry.operation !== "activate" ? {} : { code: "0420", isRight: true }),
  ...entry,
});

const registered = call({
  operation: "register",
  status: 202,
  calledAt: REGISTERED_AT,
  returnedAt: REGISTERED_AT + 20,
});

/** Somebody who registered, mistyped once, activated and signed in, and all is as it should be. */
const sound = (): Evidence & { entries: Entry[] } => ({
  entries: [
    registered,
    call({ status: 400, problem: "code_incorrect", code: "0421", isRight: false }),
    call({}),
    call({ operation: "sign in", status: 201 }),
  ],
  mails: [{ key: "m1", to: EMAIL, text: "Your code:\n\n0420\n", acceptedAt: MAILED_AT }],
  posts: new Map([["m1", [MAILED_AT - 10]]]),
  users: [
    {
      row_id: "1",
      id: "u1",
      email: EMAIL,
      status: "active",
      generation: 1,
      activations: 1,
      sessions: 1,
    },
  ],
  messages: [
    {
      id: "m1",
      email: EMAIL,
      kind: "activation_code",
      state: "sent",
      attempts: 1,
      requested_at: new Date(REGISTERED_AT + 10),
      accepted_at: new Date(MAILED_AT),
    },
  ],
  registrations: [{ address_pseudonym: `pseudonym of ${EMAIL}`, at: new Date(REGISTERED_AT + 10) }],
  budgets: [{ address_pseudonym: `pseudonym of ${EMAIL}`, used: 1, leased: 0 }],
  pseudonymOf: (email) => `pseudonym of ${email}`,
});

const [user] = sound().users as [Evidence["users"][number]];
const [mail] = sound().mails as [Evidence["mails"][number]];
const guesses = (count: number): Entry[] =>
  Array.from({ length: count }, () =>
    call({ status: 400, problem: "code_incorrect", code: "0421", isRight: false }),
  );

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
      { mails: [mail, { ...mail, key: "m2" }] },
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

  test("counts no guess against a budget that may have met a longer code", ({ expect }) => {
    const { entries, mails, messages } = sound();
    const later = TYPED_AT + 1000;
    const long = { key: "m2", to: EMAIL, text: "12345678", acceptedAt: later };
    const message = { ...messages[0], id: "m2", requested_at: new Date(later) };
    const guessed = guesses(10).map((guess) =>
      Object.assign(guess, { calledAt: later + 10, returnedAt: later + 20 }),
    );
    const evidence = {
      ...sound(),
      entries: [...entries, ...guessed],
      mails: [...mails, long],
      messages: [...messages, message as Evidence["messages"][number]],
    };
    expect(judgeEvidence(evidence)).toEqual([]);
  });

  test("takes what was not answered for something that may have happened", ({ expect }) => {
    const toldInsteadOf2xx = (status: number): Entry[] => [
      registered,
      call({ status }),
      call({ operation: "sign in", status }),
    ];
    expect(judgeEvidence({ ...sound(), entries: toldInsteadOf2xx(0) })).toEqual([]);
    expect(judgeEvidence({ ...sound(), entries: toldInsteadOf2xx(503) })).toEqual([]);
    expect(judgeEvidence({ ...sound(), entries: toldInsteadOf2xx(401) })).toHaveLength(2);
  });
});
