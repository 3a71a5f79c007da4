import { digestCode } from "../domain/one-time-code.ts";
import { type Keys, pseudonym } from "../keys.ts";
import type { EmailChange } from "../postgres/email-changes.ts";
import type { CodeKey, CodeNumber } from "../redis/one-time-codes.ts";

type Change = Pick<
  EmailChange,
  "id" | "accountRowId" | "accountId" | "generation" | "codeSequence"
>;

/** Where the code of a change of address is kept, which one it is, and what a code typed for it is compared by. */
export const emailChangeCode = (
  keys: Pick<Keys, "address" | "codeDigest">,
  { id: changeId, accountRowId, accountId, generation, codeSequence }: Change,
): { key: CodeKey; number: CodeNumber; digest(code: string): string } => ({
  // By the account: whoever asks for the same address has a code of his own.
  key: { holder: pseudonym(keys.address, accountId), purpose: "email_change" },
  number: { accountRowId, generation, sequence: codeSequence },
  digest: (code) =>
    digestCode(keys.codeDigest, { purpose: "email_change", accountId, generation, changeId }, code),
});
