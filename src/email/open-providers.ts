import type { ProviderSettings } from "../email-config.ts";
import type { Provider, SendMail } from "./provider.ts";
import { createHttpApi } from "./providers/http-api.ts";
import { createMailgun } from "./providers/mailgun.ts";
import { createPostmark } from "./providers/postmark.ts";
import { createResend } from "./providers/resend.ts";
import { createSendGrid } from "./providers/sendgrid.ts";
import { createSes } from "./providers/ses.ts";
import { createSmtp } from "./providers/smtp.ts";

/** Opens the providers in the order they are asked in. */
export const openProviders = (settings: readonly ProviderSettings[]): Provider[] =>
  settings.map((each) => ({ name: each.name, ...openProvider(each) }));

function openProvider(settings: ProviderSettings): Omit<Provider, "name"> {
  switch (settings.type) {
    case "http":
      return connectionless(
        createHttpApi({
          apiUrl: settings.EMAIL_API_URL,
          path: settings.EMAIL_API_PATH,
          apiKey: settings.EMAIL_API_KEY,
          headers: settings.EMAIL_API_HEADERS,
          body: settings.EMAIL_API_BODY,
        }),
        settings.EMAIL_API_QUOTA,
      );
    case "resend":
      return connectionless(
        createResend({ apiUrl: settings.RESEND_API_URL, apiKey: settings.RESEND_API_KEY }),
        settings.RESEND_QUOTA,
      );
    case "postmark":
      return connectionless(
        createPostmark({
          apiUrl: settings.POSTMARK_API_URL,
          token: settings.POSTMARK_TOKEN,
          stream: settings.POSTMARK_STREAM,
        }),
        settings.POSTMARK_QUOTA,
      );
    case "sendgrid":
      return connectionless(
        createSendGrid({ apiUrl: settings.SENDGRID_API_URL, apiKey: settings.SENDGRID_API_KEY }),
        settings.SENDGRID_QUOTA,
      );
    case "mailgun":
      return connectionless(
        createMailgun({
          apiUrl: settings.MAILGUN_API_URL,
          apiKey: settings.MAILGUN_API_KEY,
          domain: settings.MAILGUN_DOMAIN,
        }),
        settings.MAILGUN_QUOTA,
      );
    case "ses":
      return connectionless(
        createSes({
          region: settings.SES_REGION,
          accessKeyId: settings.SES_ACCESS_KEY_ID,
          secretAccessKey: settings.SES_SECRET_ACCESS_KEY,
          apiUrl: settings.SES_API_URL ?? null,
          configurationSet: settings.SES_CONFIGURATION_SET ?? null,
        }),
        settings.SES_QUOTA,
      );
    case "smtp":
      return {
        ...createSmtp({
          url: settings.SMTP_URL,
          tls: settings.SMTP_TLS,
          connectionsMax: settings.SMTP_CONNECTIONS,
        }),
        quota: settings.SMTP_QUOTA ?? null,
      };
    default:
      return settings satisfies never;
  }
}

const connectionless = (
  send: SendMail,
  quota: Provider["quota"] | undefined,
): Omit<Provider, "name"> => ({ send, quota: quota ?? null, close: () => {} });
