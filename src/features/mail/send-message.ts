import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../../domain/failure.ts";
import type { Handover } from "../../email/mailer.ts";
import { pseudonym } from "../../keys.ts";
import { MAIL_BACK_OFF, backoffMs } from "../../outbound/backoff.ts";
import { findAddressStanding } from "../../postgres/guess-budgets.ts";
import { type MailState, isUrgent } from "../../postgres/mail-kinds.ts";
import {
  type QueuedMessage,
  beginAttempt,
  findQueuedMessage,
  requeueMessage,
  settleMessage,
} from "../../postgres/mail-messages.ts";
import type { Resources } from "../../resources.ts";
import { countSettled } from "./count-settled.ts";
import { type ComposeResources, compose } from "./compose.ts";
import { type AddressedMessage, startMinute } from "./prepare-code.ts";
import { withholdOtp } from "./prepare-otp.ts";
import { startEmailChange } from "./prepare-email-change.ts";
import { startResetLife } from "./prepare-reset-link.ts";

export type MailResources = ComposeResources & Pick<Resources, "log">;

/** What somebody waits for is given up after that: he has long asked for another one. */
const URGENT_AGE_MAX_MS = 10 * 60_000;
const NOTICE_AGE_MAX_MS = 24 * 3_600_000;
/** So long a job waits in its place while no provider may be asked; for longer it goes back into the queue. */
const WAIT_IN_PLACE_MAX_MS = 2000;
const REDIS_AWAY_WAIT_MS = 2000;

/**
 * The mail job: sends one message once. Safe to run twice, at any point: the code is derived from the message, the
 * provider takes each message id once, and a settled message is left alone. Throws when Postgres is away; the
 * queue then runs the job again.
 */
export async function sendMessage(resources: MailResources, messageId: string): Promise<void> {
  const { mailPool, mailer, keys, log } = resources;
  const waitMs = mailer.waitMs();
  if (waitMs > 0) await delay(Math.min(waitMs, WAIT_IN_PLACE_MAX_MS));
  const message = await findQueuedMessage(mailPool, messageId);
  if (!message) return;
  const settle = async (state: Exclude<MailState, "queued">, error?: string): Promise<void> => {
    const end = { messageId, state, ...(error === undefined ? {} : { error }) };
    const settled = await settleMessage(mailPool, end);
    if (settled) countSettled(resources.metrics, message.kind, state, settled);
  };

  if (!isWanted(message)) return settle("superseded");
  const ageMaxMs = ageMaxOf(resources, message);
  if (message.ageMs > ageMaxMs) {
    log.warn({ message_id: messageId, attempts: message.attempts }, "mail given up");
    return settle("expired", "no provider was asked in time");
  }
  // Before its code is stored: an older one in its reader's hands stays as it is.
  const address = pseudonym(keys.address, message.emailNormalised);
  const standing = await findAddressStanding(mailPool, address);
  if (standing.isSuppressed) {
    log.info({ message_id: messageId, kind: message.kind }, "mail suppressed");
    if (message.kind === "otp_code") await withholdOtp(resources, message);
    return settle("suppressed", "its address is on the suppression list");
  }

  const handover = await handOver(resources, { ...message, standing });
  if (handover.kind === "accepted") {
    const { provider } = handover;
    log.info({ message_id: messageId, kind: message.kind, provider }, "mail accepted");
    return settle("sent");
  }
  const { kind: outcome, reason } = handover;
  // While a provider is down, a backlog looks again and again: its own line told it already.
  const level = outcome === "deferred" ? "debug" : "warn";
  log[level]({ message_id: messageId, outcome, reason }, "mail not sent");
  if (handover.kind === "abandoned") return settle("superseded");
  if (handover.kind === "rejected")
    return settle("undeliverable", `${handover.provider}: ${reason}`);
  const backOffMs = backoffMs(MAIL_BACK_OFF, message.attempts, Math.random(), handover.afterMs);
  return requeueMessage(mailPool, {
    messageId,
    // Looked at again when it is too old at the latest, so that it does not seem to be on its way.
    delayMs: Math.ceil(Math.min(backOffMs, ageMaxMs - message.ageMs + 1000)),
    error: reason,
    isUnclear: handover.isUnclear,
  });
}

/** When a message is of no use any more. The life of a passwordless code began when it was asked for. */
function ageMaxOf({ otpPolicy }: MailResources, { kind }: QueuedMessage): number {
  if (kind === "otp_code") return Math.min(otpPolicy.ttlMs, URGENT_AGE_MAX_MS);
  return isUrgent(kind) ? URGENT_AGE_MAX_MS : NOTICE_AGE_MAX_MS;
}

/** One attempt, whole: the code is stored, the mail handed over, and the minute begun. */
async function handOver(resources: MailResources, message: AddressedMessage): Promise<Handover> {
  const { mailPool, mailer } = resources;
  try {
    const handover = await mailer.handOver({
      isUrgent: isUrgent(message.kind),
      first: message.unclearProvider,
      // Not before somebody can be asked: an older code in its reader's hands stays good until then.
      compose: () => compose(resources, message),
      begin: (provider) => beginAttempt(mailPool, { messageId: message.id, provider }),
    });
    if (handover.kind === "accepted") await startLife(resources, message);
    return handover;
  } catch (error) {
    // A repeat does no harm, also after the acceptance: the provider knows the key, and the code is the same.
    if (error instanceof UnavailableError)
      return {
        kind: "retry",
        reason: "Redis is away",
        afterMs: REDIS_AWAY_WAIT_MS,
        isUnclear: true,
      };
    throw error;
  }
}

const isWanted = (message: QueuedMessage): boolean =>
  message.kind !== "activation_code" ||
  (message.status === "pending" && message.codeSequence === message.newestCodeSequence);

/** What the acceptance of a message begins: the life of its code or link. */
async function startLife(resources: MailResources, message: QueuedMessage): Promise<void> {
  const { kind, id } = message;
  if (kind === "activation_code" || kind === "already_registered")
    await startMinute(resources, message);
  else if (kind === "password_reset") await startResetLife(resources, message);
  else if (kind === "email_change_code" || kind === "email_taken")
    await startEmailChange(resources, id);
}
