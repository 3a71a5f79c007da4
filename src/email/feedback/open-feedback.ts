import type { ProviderSettings } from "../../email-config.ts";
import type { ReadFeedback } from "./feedback.ts";
import { createMailgunFeedback } from "./mailgun.ts";
import { createPostmarkFeedback } from "./postmark.ts";
import { createSendgridFeedback } from "./sendgrid.ts";
import { createSesFeedback } from "./ses.ts";
import { createHttpFeedback, createResendFeedback } from "./standard-webhooks.ts";

/** Who reads the webhooks of which provider, by its name: only those that an operator gave what it needs to check them. */
export const openFeedback = (
  settings: readonly ProviderSettings[],
): ReadonlyMap<string, ReadFeedback> =>
  new Map(
    settings.flatMap((provider) => {
      const read = openReader(provider);
      return read ? [[provider.name, read]] : [];
    }),
  );

function openReader(provider: ProviderSettings): ReadFeedback | null {
  switch (provider.type) {
    case "http":
      return given(provider.EMAIL_API_WEBHOOK_SECRET, createHttpFeedback);
    case "resend":
      return given(provider.RESEND_WEBHOOK_SECRET, createResendFeedback);
    case "postmark":
      return given(provider.POSTMARK_WEBHOOK_PASSWORD, createPostmarkFeedback);
    case "sendgrid":
      return given(provider.SENDGRID_WEBHOOK_PUBLIC_KEY, createSendgridFeedback);
    case "mailgun":
      return given(provider.MAILGUN_WEBHOOK_KEY, createMailgunFeedback);
    case "ses":
      return given(provider.SES_WEBHOOK_TOPIC, createSesFeedback);
    // A server of SMTP answers by mail, which nobody reads.
    case "smtp":
      return null;
  }
}

const given = (
  setting: string | undefined,
  create: (setting: string) => ReadFeedback,
): ReadFeedback | null => (setting === undefined ? null : create(setting));
