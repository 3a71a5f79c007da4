import { codeIn } from "../../support/email-api.ts";
import { type Evidence, few, groupBy } from "./evidence.ts";

/** Wrong guesses at four digits that an address has in all: `CODE_BUDGET`. */
const BUDGET = 10;
const SHORT = 4;

/** I6: no address had more guesses compared than its budget, and each is charged to it; more may be charged. */
export function findUncountedGuesses(evidence: Evidence): string[] {
  const { entries, budgets, users, pseudonymOf } = evidence;
  const longSince = findLongCodes(evidence);
  const compared = entries.filter(
    ({ operation, problem, email, returnedAt }) =>
      operation === "activate" &&
      problem === "code_incorrect" &&
      // Whatever is typed later may have been compared with a long code, also what an older mail says.
      returnedAt < (longSince.get(email) ?? Number.POSITIVE_INFINITY),
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

/**
 * Since when a guess at each address may have been compared with a longer code than the one in the mail: when the first longer
 * one was asked for, or one that was prepared more than once, because Redis may have lost it, and the budget with it.
 */
function findLongCodes({ messages, mails }: Evidence): Map<string, number> {
  const mailsOf = groupBy(mails, ({ messageId }) => messageId);
  const since = new Map<string, number>();
  for (const { id, email, kind, attempts, requested_at: at } of messages) {
    if (kind !== "activation_code") continue;
    const own = mailsOf.get(id) ?? [];
    const isShort =
      own.length > 0 && own.every((mail) => codeIn(mail).length === SHORT) && attempts <= 1;
    if (isShort) continue;
    since.set(email, Math.min(since.get(email) ?? Number.POSITIVE_INFINITY, at.getTime()));
  }
  return since;
}
