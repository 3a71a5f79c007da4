import { randomUUID } from "node:crypto";
import { emailChangeCode } from "../../accounts/email-change-code.ts";
import { EMAIL_CHANGE_CODE } from "../../domain/email-change.ts";
import { digestToken } from "../../domain/link-token.ts";
import { findChangeOfMessage } from "../../postgres/email-changes.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import type { Resources } from "../../resources.ts";
import { issueCode } from "./issue-code.ts";

type ChangeResources = Pick<Resources, "mailPool" | "codes" | "keys" | "mailer">;

/** It has no budget to take its guesses from: what bounds them is how many codes there are in a day. */
const NO_LEASE = "00000000-0000-0000-0000-000000000000";

/**
 * Makes the code for a new address the live one of its account, and returns it; null when it is of no use any more.
 * When the address has another account, nobody gets the code and none is right: whoever asked for the address sees
 * the same either way.
 */
export async function prepareEmailChange(
  resources: ChangeResources,
  { id: messageId, kind }: Pick<QueuedMessage, "id" | "kind">,
): Promise<string | null> {
  const { mailPool, keys } = resources;
  const change = await findChangeOfMessage(mailPool, messageId);
  if (!change) return null;
  const { digits, triesMax, ttlMs } = EMAIL_CHANGE_CODE;
  const { key, number, digest } = emailChangeCode(keys, change);
  return issueCode(resources, {
    messageId,
    key,
    number,
    ttlMs,
    digest: kind === "email_change_code" ? digest : () => digestToken(randomUUID()),
    allow: () => ({ leaseId: NO_LEASE, digits, triesMax }),
  });
}

/** Starts the life of the code of a message: a provider accepted the mail. */
export async function startEmailChange(
  { mailPool, codes, keys }: ChangeResources,
  messageId: string,
): Promise<void> {
  const change = await findChangeOfMessage(mailPool, messageId);
  if (!change) return;
  const { key, number } = emailChangeCode(keys, change);
  await codes.accept(key, number, EMAIL_CHANGE_CODE.ttlMs);
}
