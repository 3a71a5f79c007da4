import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { ExponentialBackoff, handleAll, retry } from "cockatiel";
import { Webhook } from "standardwebhooks";
import { MAILS_KEPT } from "./inbox.ts";
import type { AcceptedMail } from "./mail.ts";

export type FeedbackType = "bounced" | "soft_bounced" | "complained";

/** How the report of one bounce or complaint stands. */
export type Report = {
  type: FeedbackType;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  /** The last answer's status, or that there was none. */
  answer: string;
};

export type WebhookTarget = {
  url: string;
  /** Base64, with or without whsec_ before it. */
  secret: string;
  /** Before the first attempt, as no mail bounces before it is accepted. */
  delayMs?: number;
  /** After the first failure; then twice as long each time. */
  retryMs?: number;
};

export type Feedback = {
  url: string | null;
  /** Reports it to the webhook, now and until it is taken; null when there is no webhook. */
  report(mail: AcceptedMail, type: FeedbackType): Report | null;
  reportsOf(mailId: string): Report[];
  counts(): Record<Report["state"], number>;
};

const TIMEOUT_MS = 5000;
// With the standard back-off about half a minute: a service that starts meanwhile still hears of it.
const REPEATS_MAX = 8;
const RETRY_MAX_MS = 8000;

/**
 * Tells a service what became of its mail, signed as https://www.standardwebhooks.com says. Throws when the secret is
 * none.
 */
export function createFeedback(
  target: WebhookTarget | null,
  onChange: (mailId: string) => void,
): Feedback {
  const webhook = target && openWebhook(target.secret);
  const reports = new Map<string, Report[]>();
  const counts = { waiting: 0, sent: 0, failed: 0 };
  const policy = retry(handleAll, {
    maxAttempts: REPEATS_MAX,
    backoff: new ExponentialBackoff({
      initialDelay: target?.retryMs ?? 250,
      maxDelay: RETRY_MAX_MS,
    }),
  });

  async function deliver(mail: AcceptedMail, report: Report): Promise<void> {
    const webhookId = `msg_${randomUUID()}`;
    const body = JSON.stringify({
      type: report.type,
      timestamp: new Date().toISOString(),
      data: { message_id: mail.idempotency_key ?? mail.id, to: mail.to },
    });
    const attempt = async (): Promise<void> => {
      report.attempts++;
      report.answer = await post(webhookId, body);
      onChange(mail.id);
      if (!report.answer.startsWith("2")) throw new Error(report.answer);
    };
    await delay(target?.delayMs ?? 500);
    const isSent = await policy.execute(attempt).then(
      () => true,
      () => false,
    );
    report.state = isSent ? "sent" : "failed";
    counts.waiting--;
    counts[report.state]++;
    onChange(mail.id);
  }

  // Signed anew each time: receivers refuse old timestamps. The id stays, by which they know a repeat.
  async function post(webhookId: string, body: string): Promise<string> {
    const now = new Date();
    try {
      const response = await fetch(target?.url ?? "", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": webhookId,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": webhook?.sign(webhookId, now, body) ?? "",
        },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      return String(response.status);
    } catch {
      return "no answer";
    }
  }

  return {
    url: target?.url ?? null,
    report(mail, type) {
      if (target === null) return null;
      const report: Report = { type, state: "waiting", attempts: 0, answer: "" };
      reports.set(mail.id, [...(reports.get(mail.id) ?? []), report]);
      const [oldest] = reports.keys();
      if (reports.size > MAILS_KEPT && oldest !== undefined) reports.delete(oldest);
      counts.waiting++;
      void deliver(mail, report);
      return report;
    },
    reportsOf: (mailId) => reports.get(mailId) ?? [],
    counts: () => counts,
  };
}

function openWebhook(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (cause) {
    throw new Error("WEBHOOK_SECRET: must be base64, with or without whsec_ before it", { cause });
  }
}
