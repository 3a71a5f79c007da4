import { z } from "zod";
import { createHttpSender, joinUrl } from "../http-call.ts";
import type { SendMail } from "../provider.ts";
import { boundPause } from "../../outbound/retry-after.ts";

const BAD_REQUEST = 400;
const TOO_MANY_REQUESTS = 429;

const errorsSchema = z.object({ errors: z.array(z.object({ field: z.string().nullish() })) });

/**
 * Sends by SendGrid's API (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send). It has no
 * idempotency keys.
 */
export const createSendGrid = ({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }): SendMail =>
  createHttpSender({
    request: ({ messageId, from, replyTo, to, subject, text, html }) => ({
      url: joinUrl(apiUrl, "/v3/mail/send"),
      headers: { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        personalizations: [{ to: [{ email: to }], custom_args: { message_id: messageId } }],
        from: { email: from.address, name: from.name },
        ...(replyTo === null ? {} : { reply_to: { email: replyTo } }),
        subject,
        content: [
          { type: "text/plain", value: text },
          { type: "text/html", value: html },
        ],
        tracking_settings: {
          click_tracking: { enable: false, enable_text: false },
          open_tracking: { enable: false },
          subscription_tracking: { enable: false },
        },
      }),
    }),
    judge({ status, headers, json }) {
      if (status === TOO_MANY_REQUESTS) {
        const pauseMs = untilResetMs(headers.get("x-ratelimit-reset"), Date.now());
        return { kind: "retry", ...(pauseMs === undefined ? {} : { pauseMs }) };
      }
      if (status !== BAD_REQUEST) return undefined;
      // Of the fields, only the recipient is not ours.
      const fields = errorsSchema.safeParse(json).data?.errors ?? [];
      const isRecipient = fields.some(({ field }) =>
        /^personalizations\b.*\bto\b/.test(field ?? ""),
      );
      return { kind: isRecipient ? "rejected" : "misconfigured" };
    },
  });

/** Its limits end at a time in seconds since 1970. */
function untilResetMs(header: string | null, nowMs: number): number | undefined {
  if (!/^\d{1,12}$/.test(header ?? "")) return undefined;
  return boundPause(Number(header) * 1000 - nowMs);
}
