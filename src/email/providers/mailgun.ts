import { z } from "zod";
import { createHttpSender, joinUrl } from "../http-call.ts";
import { formatMailbox } from "../mailbox.ts";
import type { SendMail } from "../provider.ts";

const BAD_REQUEST = 400;

const errorSchema = z.object({ message: z.string() });

type MailgunOptions = { apiUrl: string; apiKey: string; domain: string };

/** Sends by Mailgun's API (https://documentation.mailgun.com/docs/mailgun/api-reference). It has no idempotency keys. */
export const createMailgun = ({ apiUrl, apiKey, domain }: MailgunOptions): SendMail =>
  createHttpSender({
    request: ({ messageId, from, replyTo, to, subject, text, html }) => ({
      url: joinUrl(apiUrl, `/v3/${domain}/messages`),
      headers: {
        authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        from: formatMailbox(from),
        to,
        ...(replyTo === null ? {} : { "h:Reply-To": replyTo }),
        subject,
        text,
        html,
        "v:message_id": messageId,
        "o:tracking": "no",
        "o:tracking-clicks": "no",
        "o:tracking-opens": "no",
      }).toString(),
    }),
    judge({ status, json }) {
      if (status !== BAD_REQUEST) return undefined;
      // 'to' parameter is not a valid address: the other parameters are ours.
      const isRecipient = /'?\bto\b'? parameter/.test(
        errorSchema.safeParse(json).data?.message ?? "",
      );
      return { kind: isRecipient ? "rejected" : "misconfigured" };
    },
  });
