import { randomUUID } from "node:crypto";
import { FRESH_BUDGET, leaseGuesses, settleLease } from "../../domain/guess-budget.ts";
import { digestCode, mintCode } from "../../domain/one-time-code.ts";
import { pseudonym } from "../../keys.ts";
import { findGuessBudget, replaceGuessBudget } from "../../postgres/guess-budgets.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import type { CodeKey, CodeNumber, Retirement } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";

type CodeResources = Pick<
  Resources,
  "mailPool" | "codes" | "codePolicy" | "keys" | "mailer" | "metrics"
>;

/**
 * Makes the code of a message the live one, and returns it; null when a newer one stands there. It is stored for the
 * time of the send and its full life, because it must be known before the mail arrives. Its guesses are taken out of
 * the address' budget in Postgres first, so that no loss of Redis gives an address more of them.
 */
export async function prepareCode(
  { mailPool, codes, codePolicy, keys, mailer, metrics }: CodeResources,
  message: QueuedMessage,
): Promise<string | null> {
  const key = codeKey(keys.address, message);
  const number = codeNumber(message);
  const ttlMs = codePolicy.ttlMs + mailer.longestMs;
  const mint = (digits: number): string => mintCode(keys.codeMint, message.id, digits);

  const older = await codes.retire(key, number, ttlMs);
  if (older.kind === "newer") return null;
  if (older.kind === "held") return mint(older.digits);

  // Of its own, not the message's: what is known of a message's older lease must not settle a later one.
  const leaseId = randomUUID();
  const triesMax = await takeLease({ mailPool, codePolicy }, key.addressPseudonym, leaseId, older);
  const isShort = triesMax > 0;
  const digits = isShort ? codePolicy.digits : codePolicy.longDigits;
  const code = mint(digits);
  const { accountId, generation } = message;
  const isStored = await codes.issue({
    ...key,
    ...number,
    leaseId,
    digits,
    digest: digestCode(keys.codeDigest, { purpose: "activation", accountId, generation }, code),
    triesMax: isShort ? triesMax : codePolicy.triesMax,
    ttlMs,
  });
  metrics.codes.inc({ event: isShort ? "issued" : "issued_long" });
  return isStored ? code : null;
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

const codeKey = (key: Buffer, { emailNormalised }: QueuedMessage): CodeKey => ({
  addressPseudonym: pseudonym(key, emailNormalised),
  purpose: "activation",
});

const codeNumber = ({ accountRowId, generation, codeSequence }: QueuedMessage): CodeNumber => ({
  accountRowId,
  generation,
  sequence: codeSequence,
});
