import { describe, test } from "vitest";
import { type AccountStep, accountModel } from "../chaos/account-model.ts";
import { type Step, isLinearizable } from "../chaos/linearizable.ts";

type History = Step<AccountStep, number>[];

const step = (asked: AccountStep, answered: number, calledAt: number, returnedAt: number) => ({
  asked,
  answered,
  calledAt,
  returnedAt,
});
const register = { kind: "register", password: "one" } as const;
const again = { kind: "register", password: "two" } as const;
const activate = { kind: "activate", password: "one", generation: 1 } as const;
const signIn = { kind: "sign in", password: "one" } as const;

const judge = (history: History): boolean => isLinearizable(accountModel, history);

describe("what is told of one account", () => {
  test("has an order: one after the other", ({ expect }) => {
    const history = [
      step(register, 202, 0, 1),
      step(signIn, 403, 2, 3),
      step(activate, 200, 4, 5),
      step(activate, 409, 6, 7),
      step(signIn, 201, 8, 9),
    ];
    expect(judge(history)).toBe(true);
  });

  test("has an order when what overlaps changes places, and none when it does not overlap", ({
    expect,
  }) => {
    const activated = step(activate, 200, 4, 5);
    expect(judge([step(register, 202, 0, 1), activated, step(signIn, 201, 3, 9)])).toBe(true);
    expect(judge([step(register, 202, 0, 1), activated, step(signIn, 201, 2, 3)])).toBe(false);
  });

  test("has none when the code of an older registration activates, or an active account is pending again", ({
    expect,
  }) => {
    const late = [step(register, 202, 0, 1), step(activate, 200, 2, 3), step(signIn, 403, 4, 5)];
    expect(judge(late)).toBe(false);
    const older = [
      step(register, 202, 0, 1),
      step(again, 202, 2, 3),
      step({ ...activate, password: "two" }, 200, 4, 5),
    ];
    expect(judge(older)).toBe(false);
    expect(judge([...older.slice(0, 2), step({ ...activate, password: "two" }, 400, 4, 5)])).toBe(
      true,
    );
  });

  test("what was not answered may have been done, or not", ({ expect }) => {
    const lost = [step(register, 202, 0, 1), step(activate, 0, 2, 3)];
    expect(judge([...lost, step(signIn, 201, 4, 5)])).toBe(true);
    expect(judge([...lost, step(signIn, 403, 4, 5)])).toBe(true);
    expect(judge([...lost, step(signIn, 201, 4, 5), step(signIn, 403, 6, 7)])).toBe(false);
  });
});
