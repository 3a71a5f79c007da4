import { type KeyObject, randomUUID } from "node:crypto";
import { FRESH_BUDGET, leaseGuesses, settleLease } from "../../domain/guess-budget.ts";
import { digestCode } from "../../domain/one-time-code.ts";
import { pseudonym } from "../../keys.ts";
import { findGuessBudget, replaceGuessBudget } from "../../postgres/guess-budgets.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import type { CodeKey, CodeNumber, Retirement } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";
import { issueCode } from "./issue-code.ts";

type CodeResources = Pick<
  Resources,
  "mailPool" | "codes" | "codePolicy" | "keys" | "mailer" | "metrics"
>;

/**
 * Makes the activation code of a message the live one, and returns it; null when a newer one stands there. Its guesses
 * are taken out of the address' budget in Postgres first, so that no loss of Redis gives an address more of them.
 */
export async function prepareCode(
  resources: CodeResources,
  message: QueuedMessage,
): Promise<string | null> {
  const { codePolicy, keys, metrics } = resources;
  const key = codeKey(keys.address, message);
  const { accountId, generation } = message;
  const binding = { purpose: "activation", accountId, generation } as const;
  return issueCode(resources, {
    messageId: message.id,
    key,
    number: codeNumber(message),
    ttlMs: codePolicy.ttlMs,
    digest: (code) => digestCode(keys.codeDigest, binding, code),
    async allow(older) {
      // Of its own, not the message's: what is known of a message's older lease must not settle a later one.
      const leaseId = randomUUID();
      const leased = await takeLease(resources, key.holder, leaseId, older);
      metrics.codes.inc({ event: leased > 0 ? "issued" : "issued_long" });
      return leased > 0
        ? { leaseId, digits: codePolicy.digits, triesMax: leased }
        : { leaseId, digits: codePolicy.longDigits, triesMax: codePolicy.triesMax };
    },
  });
}

/** Starts the minute of a message's code: the provider accepted the mail. */
export async function startMinute(
  { codes, codePolicy, keys }: Pick<CodeResources, "codes" | "codePolicy" | "keys">,
  message: QueuedMessage,
): Promise<void> {
  await codes.accept(codeKey(keys.address, message), codeNumber(message), codePolicy.ttlMs);
}

// How many guesses at a short code there are; none when the budget is spent, or the breaker is open.
async function takeLease(
  { mailPool, codePolicy }: Pick<CodeResources, "mailPool" | "codePolicy">,
  addressPseudonym: string,
  leaseId: string,
  older: Retirement,
): Promise<number> {
  const { triesMax, budgetMax } = codePolicy;
  for (;;) {
    const { budget, isBreakerOpen } = await findGuessBudget(mailPool, addressPseudonym);
    const settled = settleLease(
      budget ?? FRESH_BUDGET,
      older.kind === "retired" ? older.settlement : null,
    );
    const to = leaseGuesses(settled, {
      leaseId,
      triesMax: isBreakerOpen ? 0 : triesMax,
      budgetMax,
    });
    // Of two writers at once the other one was first: read what it left.
    if (await replaceGuessBudget(mailPool, addressPseudonym, { from: budget, to }))
      return to.leased;
  }
}

const codeKey = (key: KeyObject, { emailNormalised }: QueuedMessage): CodeKey => ({
  holder: pseudonym(key, emailNormalised),
  purpose: "activation",
});

const codeNumber = ({ accountRowId, generation, codeSequence }: QueuedMessage): CodeNumber => ({
  accountRowId,
  generation,
  sequence: codeSequence,
});
