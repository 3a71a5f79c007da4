import { type Evidence, few, groupBy } from "./evidence.ts";

/** Wrong guesses at four digits that an address has in all: `CODE_BUDGET`. */
const BUDGET = 10;
const SHORT = 4;

/** I6: no address had more guesses compared than its budget, and each is charged to it; more may be charged. */
export function findUncountedGuesses({ entries, budgets, users, pseudonymOf }: Evidence): string[] {
  const compared = entries.filter(
    ({ operation, problem, code }) =>
      operation === "activate" && problem === "code_incorrect" && code?.length === SHORT,
  );
  const charged = new Map(budgets.map((row) => [row.address_pseudonym, row.used + row.leased]));
  const problems: string[] = [];
  for (const [email, guesses] of groupBy(compared, (entry) => entry.email)) {
    const spent = charged.get(pseudonymOf(email)) ?? 0;
    if (guesses.length > BUDGET) problems.push(`${email} had ${guesses.length} compared`);
    if (guesses.length > spent)
      problems.push(`${email} had ${guesses.length} compared and ${spent} charged`);
  }
  const twins = [...groupBy(users, ({ email }) => email.toLowerCase())].filter(
    ([, all]) => all.length > 1,
  );
  return [
    ...(problems.length > 0 ? [`I6: ${few(problems)}`] : []),
    ...(twins.length > 0 ? [`I6: two accounts of ${few(twins.map(([email]) => email))}`] : []),
  ];
}
