import { z } from "zod";
import type { Judgement } from "../../outbound/http-post.ts";
import { QUOTA_PAUSE_MS, createHttpSender, joinUrl } from "../http-call.ts";
import { formatMailbox } from "../mailbox.ts";
import type { SendMail } from "../provider.ts";

// https://resend.com/docs/api-reference/errors
const KINDS: Record<string, Judgement["kind"]> = {
  // The key was used before with other content: the mail was accepted then.
  invalid_idempotent_request: "accepted",
  concurrent_idempotent_requests: "retry",
  rate_limit_exceeded: "retry",
  daily_quota_exceeded: "retry",
  application_error: "retry",
  internal_server_error: "retry",
  monthly_quota_exceeded: "misconfigured",
  missing_api_key: "misconfigured",
  restricted_api_key: "misconfigured",
  invalid_api_key: "misconfigured",
  suspended_api_key: "misconfigured",
  invalid_access: "misconfigured",
  invalid_from_address: "misconfigured",
  invalid_idempotency_key: "misconfigured",
  invalid_parameter: "misconfigured",
  missing_required_field: "misconfigured",
  security_error: "misconfigured",
};

const errorSchema = z.object({ name: z.string(), message: z.string().default("") });

/** Sends by Resend's API (https://resend.com/docs/api-reference/emails/send-email). Tracking is off unless its domain has it on. */
export const createResend = ({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }): SendMail =>
  createHttpSender({
    request: ({ messageId, from, replyTo, to, subject, text, html }) => ({
      url: joinUrl(apiUrl, "/emails"),
      headers: { authorization: `Bearer ${apiKey}`, "idempotency-key": messageId },
      body: JSON.stringify({
        from: formatMailbox(from),
        to: [to],
        ...(replyTo === null ? {} : { reply_to: [replyTo] }),
        subject,
        text,
        html,
        tags: [{ name: "message_id", value: messageId }],
      }),
    }),
    judge({ status, json }) {
      const { data: error } = errorSchema.safeParse(json);
      if (!error) return undefined;
      const { name, message } = error;
      if (name === "validation_error") return { kind: validationKind(status, message), name };
      const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
      if (!kind) return undefined;
      return { kind, name, ...(name === "daily_quota_exceeded" && { pauseMs: QUOTA_PAUSE_MS }) };
    },
  });

// 403: no verified domain. 400 and 422 name the field.
const validationKind = (status: number, message: string): Judgement["kind"] =>
  status !== 403 && message.includes("`to`") ? "rejected" : "misconfigured";
