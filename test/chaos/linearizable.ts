/** Something that was asked, from when to when, and what was answered. */
export type Step<Asked, Answered> = {
  asked: Asked;
  answered: Answered;
  calledAt: number;
  returnedAt: number;
};

/** What one thing at a time would do: every state in which a step may leave it, none when it cannot have been answered so. */
export type Model<State, Asked, Answered> = {
  initial: State;
  next(state: State, asked: Asked, answered: Answered): readonly State[];
};

/**
 * Whether there is an order in which the steps could have been done one at a time, each between its call and its answer
 * (Wing and Gong's search, with Lowe's memory of what was tried). At most 30 steps.
 */
export function isLinearizable<State, Asked, Answered>(
  { initial, next }: Model<State, Asked, Answered>,
  steps: readonly Step<Asked, Answered>[],
): boolean {
  const all = 2 ** steps.length - 1;
  const tried = new Set<string>();
  const search = (done: number, state: State): boolean => {
    if (done === all) return true;
    const key = `${done} ${JSON.stringify(state)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    const open = steps.filter((_, i) => (done & (1 << i)) === 0);
    // Whoever was called after another one's answer comes after it.
    const firstReturn = Math.min(...open.map(({ returnedAt }) => returnedAt));
    return steps.some(
      ({ asked, answered, calledAt }, i) =>
        (done & (1 << i)) === 0 &&
        calledAt <= firstReturn &&
        next(state, asked, answered).some((after) => search(done | (1 << i), after)),
    );
  };
  return search(0, initial);
}
