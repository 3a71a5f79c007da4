import { randomUUID } from "node:crypto";
import { type KeptCode, activationCode, nobodysCode } from "../../accounts/activation-code.ts";
import { FRESH_BUDGET, leaseGuesses, settleLease } from "../../domain/guess-budget.ts";
import {
  type AddressStanding,
  findAddressStanding,
  replaceGuessBudget,
} from "../../postgres/guess-budgets.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import type { Account } from "../../postgres/users.ts";
import type { Retirement } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";
import { issueCode } from "./issue-code.ts";

type CodeResources = Pick<
  Resources,
  "mailPool" | "codes" | "codePolicy" | "keys" | "mailer" | "metrics"
>;

/** A message with how its address stands: what was read a moment ago, and is read anew when somebody wrote meanwhile. */
export type AddressedMessage = QueuedMessage & { standing: AddressStanding };

/**
 * Makes the activation code of a message the live one, and returns it; null when a newer one stands there. Its guesses
 * are taken out of the address' budget in Postgres first, so that no loss of Redis gives an address more of them.
 */
export function prepareCode(
  resources: CodeResources,
  message: AddressedMessage,
): Promise<string | null> {
  const { codePolicy, keys, metrics } = resources;
  return issueWithBudget(resources, message, {
    kept: activationCode(keys, holderOf(message)),
    budgetMax: codePolicy.budgetMax,
    onIssue: (isShort) => metrics.codes.inc({ event: isShort ? "issued" : "issued_long" }),
  });
}

/**
 * The same with a code that nobody has, for an address that has an account already. What was guessed for the address
 * before counts with what is guessed here, as it would for a code; nothing of that is charged to the owner.
 */
export async function prepareNobodysCode(
  resources: CodeResources,
  message: AddressedMessage,
): Promise<void> {
  const { mailPool, codePolicy, keys } = resources;
  // As with a code: the one of a newer registration or mail is the only one.
  if (message.codeSequence !== message.newestCodeSequence) return;
  const kept = nobodysCode(keys, holderOf(message));
  const standing = await findAddressStanding(mailPool, kept.key.holder);
  const budgetMax = codePolicy.budgetMax - (message.standing.budget?.used ?? 0);
  await issueWithBudget(
    resources,
    { ...message, standing },
    { kept, budgetMax, onIssue: () => {} },
  );
}

/** Starts the minute of a message's code: the provider accepted the mail. */
export async function startMinute(
  { codes, codePolicy, keys }: Pick<CodeResources, "codes" | "codePolicy" | "keys">,
  message: QueuedMessage,
): Promise<void> {
  const codeOf = message.kind === "activation_code" ? activationCode : nobodysCode;
  const { key, number } = codeOf(keys, holderOf(message));
  await codes.accept(key, number, codePolicy.ttlMs);
}

const holderOf = (message: QueuedMessage): Pick<Account, "rowId" | "id"> & QueuedMessage => ({
  ...message,
  // Not the message's own.
  id: message.accountId,
  rowId: message.accountRowId,
});

function issueWithBudget(
  resources: CodeResources,
  { id: messageId, standing }: AddressedMessage,
  code: { kept: KeptCode; budgetMax: number; onIssue(isShort: boolean): void },
): Promise<string | null> {
  const { codePolicy } = resources;
  const { kept, budgetMax, onIssue } = code;
  return issueCode(resources, {
    ...kept,
    messageId,
    ttlMs: codePolicy.ttlMs,
    async allow(older) {
      // Of its own, not the message's: what is known of a message's older lease must not settle a later one.
      const lease = { leaseId: randomUUID(), budgetMax, standing };
      const leased = await takeLease(resources, kept.key.holder, lease, older);
      onIssue(leased > 0);
      return leased > 0
        ? { leaseId: lease.leaseId, digits: codePolicy.digits, triesMax: leased }
        : { leaseId: lease.leaseId, digits: codePolicy.longDigits, triesMax: codePolicy.triesMax };
    },
  });
}

// How many guesses at a short code there are; none when the budget is spent, or the breaker is open.
async function takeLease(
  { mailPool, codePolicy }: Pick<CodeResources, "mailPool" | "codePolicy">,
  addressPseudonym: string,
  lease: { leaseId: string; budgetMax: number; standing: AddressStanding },
  older: Retirement,
): Promise<number> {
  const { leaseId, budgetMax } = lease;
  let { budget, isBreakerOpen } = lease.standing;
  for (;;) {
    const settled = settleLease(
      budget ?? FRESH_BUDGET,
      older.kind === "retired" ? older.settlement : null,
    );
    const to = leaseGuesses(settled, {
      leaseId,
      triesMax: isBreakerOpen ? 0 : codePolicy.triesMax,
      budgetMax,
    });
    if (await replaceGuessBudget(mailPool, addressPseudonym, { from: budget, to }))
      return to.leased;
    // Of two writers at once the other one was first: read what it left.
    ({ budget, isBreakerOpen } = await findAddressStanding(mailPool, addressPseudonym));
  }
}
