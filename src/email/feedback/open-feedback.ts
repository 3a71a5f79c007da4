import type { ProviderSettings } from "../../email-config.ts";
import type { ReadFeedback } from "./feedback.ts";

/**
 * Who reads the webhooks of which provider, by its name: only those that an operator gave what it needs to check them, and
 * only what these need is loaded.
 */
export async function openFeedback(
  settings: readonly ProviderSettings[],
): Promise<ReadonlyMap<string, ReadFeedback>> {
  const readers = new Map<string, ReadFeedback>();
  for (const provider of settings) {
    const read = await openReader(provider);
    if (read) readers.set(provider.name, read);
  }
  return readers;
}

async function openReader(provider: ProviderSettings): Promise<ReadFeedback | null> {
  switch (provider.type) {
    case "http":
      return given(
        provider.EMAIL_API_WEBHOOK_SECRET,
        async () => (await import("./standard-webhooks.ts")).createHttpFeedback,
      );
    case "resend":
      return given(
        provider.RESEND_WEBHOOK_SECRET,
        async () => (await import("./standard-webhooks.ts")).createResendFeedback,
      );
    case "postmark":
      return given(
        provider.POSTMARK_WEBHOOK_PASSWORD,
        async () => (await import("./postmark.ts")).createPostmarkFeedback,
      );
    case "sendgrid":
      return given(
        provider.SENDGRID_WEBHOOK_PUBLIC_KEY,
        async () => (await import("./sendgrid.ts")).createSendgridFeedback,
      );
    case "mailgun":
      return given(
        provider.MAILGUN_WEBHOOK_KEY,
        async () => (await import("./mailgun.ts")).createMailgunFeedback,
      );
    case "ses":
      return given(
        provider.SES_WEBHOOK_TOPIC,
        async () => (await import("./ses.ts")).createSesFeedback,
      );
    // A server of SMTP answers by mail, which nobody reads.
    case "smtp":
      return null;
  }
}

const given = async (
  setting: string | undefined,
  load: () => Promise<(setting: string) => ReadFeedback>,
): Promise<ReadFeedback | null> => (setting === undefined ? null : (await load())(setting));
