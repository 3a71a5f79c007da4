import { UnavailableError } from "../../domain/failure.ts";
import { backoffMs } from "../../email/backoff.ts";
import { type MailText, activationCodeMail, alreadyRegisteredMail } from "../../email/messages.ts";
import type { Delivery } from "../../email/provider.ts";
import {
  type QueuedMessage,
  findQueuedMessage,
  requeueMessage,
  settleMessage,
} from "../../postgres/mail-messages.ts";
import type { Resources } from "../../resources.ts";
import { prepareCode, startMinute } from "./prepare-code.ts";

export type MailResources = Pick<
  Resources,
  "mailPool" | "codes" | "codePolicy" | "keys" | "config" | "sendMail" | "log" | "metrics"
>;

/** A code mail that waited longer is given up: its reader has long asked for another one. */
const CODE_MAIL_AGE_MAX_MS = 10 * 60_000;
const NOTICE_AGE_MAX_MS = 24 * 3_600_000;

/**
 * The mail job: sends one message once. Safe to run twice, at any point: the code is derived from the message, the
 * provider takes each message id once, and a settled message is left alone. Throws when Postgres is away; the
 * queue then runs the job again.
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

  const delivery = await deliver(resources, message);
  if (delivery.kind === "accepted") {
    log.info({ message_id: messageId, kind: message.kind }, "mail accepted");
    return settle("sent");
  }
  log.warn(
    { message_id: messageId, outcome: delivery.kind, reason: delivery.reason },
    "mail not sent",
  );
  if (delivery.kind === "superseded") return settle("superseded");
  if (delivery.kind === "rejected") return settle("undeliverable", delivery.reason);
  const delayMs = backoffMs(message.attempts, Math.random(), delivery.afterMs);
  return requeueMessage(mailPool, { messageId, delayMs, error: delivery.reason });
}

type Attempt = Delivery | { kind: "superseded"; reason: string };

/** One attempt, whole: the code is stored, the mail handed over, and the minute begun. */
async function deliver(resources: MailResources, message: QueuedMessage): Promise<Attempt> {
  const { PRODUCT_NAME: name, EMAIL_FROM: address } = resources.config;
  try {
    const text = await prepare(resources, message);
    if (!text) return { kind: "superseded", reason: "a newer code stands there" };
    const delivery = await resources.sendMail({
      messageId: message.id,
      from: `${JSON.stringify(name)} <${address}>`,
      to: message.email,
      ...text,
    });
    if (delivery.kind === "accepted" && message.kind === "activation_code")
      await startMinute(resources, message);
    return delivery;
  } catch (error) {
    // A repeat does no harm, also after the acceptance: the provider knows the key, and the code is the same.
    if (error instanceof UnavailableError) return { kind: "retry", reason: "Redis is away" };
    throw error;
  }
}

const isWanted = (message: QueuedMessage): boolean =>
  message.status === "pending" && message.codeSequence === message.newestCodeSequence;

async function prepare(resources: MailResources, message: QueuedMessage): Promise<MailText | null> {
  const { PRODUCT_NAME: productName } = resources.config;
  if (message.kind === "already_registered") return alreadyRegisteredMail({ productName });
  const code = await prepareCode(resources, message);
  if (code === null) return null;
  return activationCodeMail({ productName, code, ttlMs: resources.codePolicy.ttlMs });
}
