import { createHttpSender, joinUrl } from "../http-call.ts";
import { type JsonTemplate, type TemplateValues, fillTemplate } from "../json-template.ts";
import { formatMailbox } from "../mailbox.ts";
import type { OutgoingMail, SendMail } from "../provider.ts";

type HttpApiOptions = {
  apiUrl: string;
  path: string;
  apiKey: string;
  headers: Record<string, string>;
  body: JsonTemplate;
};

// Nothing is known of its errors: what it finds bad in a request is taken to be this mail's address.
const REJECTED = new Set([400, 413, 415, 422]);

/** Sends by a POST of JSON to whatever takes mail so: its path, headers and body are an operator's to say. */
export function createHttpApi(options: HttpApiOptions): SendMail {
  const url = joinUrl(options.apiUrl, options.path);
  return createHttpSender({
    request(mail) {
      const values = valuesOf(mail, options.apiKey);
      const headers = fillTemplate(options.headers, values) as Record<string, string>;
      return {
        url,
        headers,
        body: JSON.stringify(fillTemplate(options.body, values)),
      };
    },
    judge: ({ status }) => (REJECTED.has(status) ? { kind: "rejected" } : undefined),
  });
}

const valuesOf = (mail: OutgoingMail, key: string): TemplateValues => ({
  key,
  message_id: mail.messageId,
  from: formatMailbox(mail.from),
  from_name: mail.from.name,
  from_address: mail.from.address,
  reply_to: mail.replyTo ?? "",
  to: mail.to,
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
});
