import { randomUUID } from "node:crypto";
import { digestToken } from "../domain/link-token.ts";
import { digestCode } from "../domain/one-time-code.ts";
import { type Keys, pseudonym } from "../keys.ts";
import type { RegisteredAccount } from "../postgres/registrations.ts";
import type { Account } from "../postgres/users.ts";
import type { CodeKey, CodeNumber } from "../redis/one-time-codes.ts";

/** Where a code is kept, which one it is, and what a code typed for it is compared by. */
export type KeptCode = { key: CodeKey; number: CodeNumber; digest(code: string): string };

type CodeKeys = Pick<Keys, "address" | "codeDigest">;
type Holder = Pick<Account, "rowId" | "id" | "emailNormalised" | "generation" | "codeSequence">;

/** The activation code of an account. */
export const activationCode = (
  keys: CodeKeys,
  { rowId, id: accountId, emailNormalised, generation, codeSequence }: Holder,
): KeptCode => ({
  key: { holder: pseudonym(keys.address, emailNormalised), purpose: "activation" },
  number: { accountRowId: rowId, generation, sequence: codeSequence },
  digest: (code) =>
    digestCode(keys.codeDigest, { purpose: "activation", accountId, generation }, code),
});

/**
 * The code that nobody has, in the place of one that an address would get if it had no account already: whoever registered
 * it sees the same. It is kept, and its guesses are counted, apart from all that is the owner's. Its generation is the
 * registration's: a new password of his must not be seen there.
 */
export const nobodysCode = (
  keys: CodeKeys,
  {
    rowId,
    emailNormalised,
    codeSequence,
    registrationSequence,
  }: Pick<RegisteredAccount, "rowId" | "emailNormalised" | "codeSequence" | "registrationSequence">,
): KeptCode => ({
  // No address has a line break.
  key: { holder: pseudonym(keys.address, `nobody\n${emailNormalised}`), purpose: "activation" },
  number: { accountRowId: rowId, generation: registrationSequence, sequence: codeSequence },
  // Another one each time: no code is right.
  digest: () => digestToken(randomUUID()),
});
