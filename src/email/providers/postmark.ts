import { z } from "zod";
import type { Judgement } from "../../outbound/http-post.ts";
import { createHttpSender, joinUrl } from "../http-call.ts";
import { formatMailbox } from "../mailbox.ts";
import type { SendMail } from "../provider.ts";

const INVALID_EMAIL_REQUEST = 300;
// https://postmarkapp.com/developer/api/overview#error-codes
const KINDS = new Map<number, Judgement["kind"]>([
  [100, "retry"], // Maintenance.
  [406, "rejected"], // Inactive recipient: bounced or complained before.
  [429, "retry"],
]);

const errorSchema = z.object({ ErrorCode: z.int(), Message: z.string().default("") });

type PostmarkOptions = { apiUrl: string; token: string; stream: string };

/** Sends by Postmark's API (https://postmarkapp.com/developer/api/email-api). It has no idempotency keys. */
export const createPostmark = ({ apiUrl, token, stream }: PostmarkOptions): SendMail =>
  createHttpSender({
    request: ({ messageId, from, replyTo, to, subject, text, html }) => ({
      url: joinUrl(apiUrl, "/email"),
      headers: { accept: "application/json", "x-postmark-server-token": token },
      body: JSON.stringify({
        From: formatMailbox(from),
        To: to,
        ...(replyTo === null ? {} : { ReplyTo: replyTo }),
        Subject: subject,
        TextBody: text,
        HtmlBody: html,
        MessageStream: stream,
        Metadata: { message_id: messageId },
        TrackOpens: false,
        TrackLinks: "None",
      }),
    }),
    judge({ status, json }) {
      const { data: error } = errorSchema.safeParse(json);
      // Its codes come with 422; other statuses speak for themselves.
      if (!error || status !== 422) return undefined;
      const { ErrorCode: code, Message: message } = error;
      const name = `error ${code}`;
      if (code === INVALID_EMAIL_REQUEST)
        return { kind: /'To'|recipient/i.test(message) ? "rejected" : "misconfigured", name };
      // All others are about the token, the sender, the account or the stream.
      return { kind: KINDS.get(code) ?? "misconfigured", name };
    },
  });
