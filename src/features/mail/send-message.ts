import { digestCode, mintCode } from "../../domain/one-time-code.ts";
import { backoffMs } from "../../email/backoff.ts";
import { type MailText, activationCodeMail, alreadyRegisteredMail } from "../../email/messages.ts";
import { pseudonym } from "../../keys.ts";
import {
  type QueuedMessage,
  findQueuedMessage,
  requeueMessage,
  settleMessage,
} from "../../postgres/mail-messages.ts";
import type { Resources } from "../../resources.ts";

export type MailResources = Pick<
  Resources,
  "mailPool" | "codes" | "codePolicy" | "keys" | "config" | "sendMail" | "log"
>;

/** A code mail that waited longer is given up: its reader has long asked for another one. */
const CODE_MAIL_AGE_MAX_MS = 10 * 60_000;
const NOTICE_AGE_MAX_MS = 24 * 3_600_000;

/**
 * The mail job: sends one message once. Safe to run twice, at any point: the code is derived from the message, the
 * provider takes each message id once, and a settled message is left alone. Throws when a store is away; the job
 * then runs again.
 */
export async function sendMessage(resources: MailResources, messageId: string): Promise<void> {
  const { mailPool, log } = resources;
  const message = await findQueuedMessage(mailPool, messageId);
  if (!message) return;
  const settle = (state: "sent" | "undeliverable" | "superseded", error?: string): Promise<void> =>
    settleMessage(mailPool, { messageId, state, ...(error === undefined ? {} : { error }) });

  if (message.kind === "activation_code" && !isWanted(message)) return settle("superseded");
  const ageMaxMs = message.kind === "activation_code" ? CODE_MAIL_AGE_MAX_MS : NOTICE_AGE_MAX_MS;
  if (message.ageMs > ageMaxMs) {
    log.warn({ message_id: messageId, attempts: message.attempts }, "mail given up");
    return settle("undeliverable", "not accepted in time");
  }

  const text = await prepare(resources, message);
  if (!text) return settle("superseded");
  const { PRODUCT_NAME: name, EMAIL_FROM: address } = resources.config;
  const from = `${JSON.stringify(name)} <${address}>`;
  const delivery = await resources.sendMail({ messageId, from, to: message.email, ...text });

  if (delivery.kind === "accepted") {
    if (message.kind === "activation_code") await startMinute(resources, message);
    log.info({ message_id: messageId, kind: message.kind }, "mail accepted");
    return settle("sent");
  }
  log.warn(
    { message_id: messageId, reason: delivery.reason, outcome: delivery.kind },
    "mail refused",
  );
  if (delivery.kind === "rejected") return settle("undeliverable", delivery.reason);
  const delayMs = backoffMs(message.attempts, Math.random(), delivery.afterMs);
  return requeueMessage(mailPool, { messageId, delayMs, error: delivery.reason });
}

const isWanted = (message: QueuedMessage): boolean =>
  message.status === "pending" && message.codeSequence === message.newestCodeSequence;

// The code must be known before the mail arrives, so it is stored for the time of the send and its full life.
async function prepare(
  { codes, codePolicy, keys, config }: MailResources,
  message: QueuedMessage,
): Promise<MailText | null> {
  const { PRODUCT_NAME: productName, EMAIL_API_TIMEOUT_MS: sendTimeoutMs } = config;
  if (message.kind === "already_registered") return alreadyRegisteredMail({ productName });
  const code = mintCode(keys.codeMint, message.id, codePolicy.digits);
  const { accountId, generation, codeSequence: sequence } = message;
  const isStored = await codes.issue({
    ...codeKey(keys.address, message),
    generation,
    sequence,
    digest: digestCode(keys.codeDigest, { purpose: "activation", accountId, generation }, code),
    triesMax: codePolicy.triesMax,
    ttlMs: codePolicy.ttlMs + sendTimeoutMs,
  });
  return isStored ? activationCodeMail({ productName, code, ttlMs: codePolicy.ttlMs }) : null;
}

async function startMinute(
  { codes, codePolicy, keys }: MailResources,
  message: QueuedMessage,
): Promise<void> {
  const { generation, codeSequence: sequence } = message;
  await codes.accept(codeKey(keys.address, message), { generation, sequence }, codePolicy.ttlMs);
}

const codeKey = (
  key: Buffer,
  message: QueuedMessage,
): { addressPseudonym: string; purpose: "activation" } => ({
  addressPseudonym: pseudonym(key, message.emailNormalised),
  purpose: "activation",
});
