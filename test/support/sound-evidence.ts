import type { Evidence } from "../chaos/invariants/evidence.ts";
import type { Entry } from "../chaos/ledger.ts";

export const EMAIL = "ann@example.com";
export const REGISTERED_AT = 1_800_000_000_000;
export const MAILED_AT = REGISTERED_AT + 500;
export const TYPED_AT = MAILED_AT + 10_000;

export const call = (entry: Partial<Entry>): Entry => ({
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

export const registered = call({
  operation: "register",
  status: 202,
  calledAt: REGISTERED_AT,
  returnedAt: REGISTERED_AT + 20,
});

/** Somebody who registered, mistyped once, activated and signed in, and all is as it should be. */
export const sound = (): Evidence & { entries: Entry[] } => ({
  entries: [
    registered,
    call({ status: 400, problem: "code_incorrect", code: "0421", isRight: false }),
    call({}),
    call({ operation: "sign in", status: 201 }),
  ],
  mails: [
    { key: "m1", messageId: "m1", to: EMAIL, text: "Your code:\n\n0420\n", acceptedAt: MAILED_AT },
  ],
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
      code_sequence: 1,
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

export const [user] = sound().users as [Evidence["users"][number]];
export const [mail] = sound().mails as [Evidence["mails"][number]];
export const guesses = (count: number): Entry[] =>
  Array.from({ length: count }, () =>
    call({ status: 400, problem: "code_incorrect", code: "0421", isRight: false }),
  );
