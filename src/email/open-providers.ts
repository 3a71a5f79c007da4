import type { ProviderSettings } from "../email-config.ts";
import type { Provider, SendMail } from "./provider.ts";

/** Opens the providers in the order they are asked in; only what these need is loaded. */
export const openProviders = (settings: readonly ProviderSettings[]): Promise<Provider[]> =>
  Promise.all(settings.map(async (each) => ({ name: each.name, ...(await openProvider(each)) })));

async function openProvider(settings: ProviderSettings): Promise<Omit<Provider, "name">> {
  switch (settings.type) {
    case "http": {
      const { createHttpApi } = await import("./providers/http-api.ts");
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
    }
    case "resend": {
      const { createResend } = await import("./providers/resend.ts");
      return connectionless(
        createResend({ apiUrl: settings.RESEND_API_URL, apiKey: settings.RESEND_API_KEY }),
        settings.RESEND_QUOTA,
      );
    }
    case "postmark": {
      const { createPostmark } = await import("./providers/postmark.ts");
      return connectionless(
        createPostmark({
          apiUrl: settings.POSTMARK_API_URL,
          token: settings.POSTMARK_TOKEN,
          stream: settings.POSTMARK_STREAM,
        }),
        settings.POSTMARK_QUOTA,
      );
    }
    case "sendgrid": {
      const { createSendGrid } = await import("./providers/sendgrid.ts");
      return connectionless(
        createSendGrid({ apiUrl: settings.SENDGRID_API_URL, apiKey: settings.SENDGRID_API_KEY }),
        settings.SENDGRID_QUOTA,
      );
    }
    case "mailgun": {
      const { createMailgun } = await import("./providers/mailgun.ts");
      return connectionless(
        createMailgun({
          apiUrl: settings.MAILGUN_API_URL,
          apiKey: settings.MAILGUN_API_KEY,
          domain: settings.MAILGUN_DOMAIN,
        }),
        settings.MAILGUN_QUOTA,
      );
    }
    case "ses": {
      const { createSes } = await import("./providers/ses.ts");
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
    }
    case "smtp": {
      const { createSmtp } = await import("./providers/smtp.ts");
      return {
        ...createSmtp({
          url: settings.SMTP_URL,
          tls: settings.SMTP_TLS,
          connectionsMax: settings.SMTP_CONNECTIONS,
        }),
        quota: settings.SMTP_QUOTA ?? null,
      };
    }
    default:
      return settings satisfies never;
  }
}

const connectionless = (
  send: SendMail,
  quota: Provider["quota"] | undefined,
): Omit<Provider, "name"> => ({ send, quota: quota ?? null, close: () => {} });
