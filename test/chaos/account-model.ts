import type { Model } from "./linearizable.ts";

/** An account as one request after the other would make it. */
export type AccountState = {
  status: "none" | "pending" | "active";
  password: string;
  /** How many registrations there were while it was pending. */
  generation: number;
};

export type AccountStep =
  | { kind: "register"; password: string }
  /** With the code of a mail of this generation; 0 is a code of no mail. */
  | { kind: "activate"; password: string; generation: number }
  | { kind: "sign in"; password: string };

const REFUSED_CODES = [400, 410, 429];

/** What the README promises of registration, activation and sign-in, for one address. */
export const accountModel: Model<AccountState, AccountStep, number> = {
  initial: { status: "none", password: "", generation: 0 },
  next(state, step, status) {
    // Nobody knows whether it was done.
    if (status === 0 || status === 503)
      return [state, ...outcomes(state, step).map(([, after]) => after)];
    return outcomes(state, step).flatMap(([expected, after]) =>
      expected.includes(status) ? [after] : [],
    );
  },
};

type Outcome = readonly [statuses: readonly number[], after: AccountState];

function outcomes(state: AccountState, step: AccountStep): Outcome[] {
  if (step.kind === "register") {
    if (state.status === "active") return [[[202], state]];
    const generation = state.generation + 1;
    return [[[202], { status: "pending", password: step.password, generation }]];
  }
  if (state.status === "none" || step.password !== state.password) return [[[401], state]];
  if (step.kind === "sign in") return [[[state.status === "active" ? 201 : 403], state]];
  const isRight = step.generation === state.generation;
  // Whoever's request was under way when another one's had its effect is told the same: it is the same code.
  if (state.status === "active") return [[isRight ? [200, 409] : [409], state]];
  if (!isRight) return [[REFUSED_CODES, state]];
  return [
    [[200], { ...state, status: "active" }],
    // Five wrong ones before it, or another registration between the password's check and the code's: it is dead.
    [[410, 429], state],
  ];
}
