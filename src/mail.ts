import { type Config, ConfigError, type MailConfig } from "./config.ts";
import { type Mailer, type TakeQuota, createMailer } from "./email/mailer.ts";
import { type Messages, createMessages } from "./email/messages/messages.ts";
import { readOwnTemplates } from "./email/messages/own-templates.ts";
import { openProviders } from "./email/open-providers.ts";
import type { OutgoingMail } from "./email/provider.ts";
import { traceProvider } from "./email/trace-provider.ts";
import { type WindowPlace, type Windows, createWindows } from "./limits/windows.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Redis } from "./redis/connection.ts";

type Options = {
  config: Config;
  log: Logger;
  metrics: Metrics;
  redis: Redis;
  /** Names this service's own keys in a Redis that others may use as well. */
  serviceName: string;
};

/** Opens the providers of the configuration, in their order. */
export async function openMailer({
  config,
  log,
  metrics,
  redis,
  serviceName,
}: Options): Promise<Mailer> {
  return createMailer({
    providers: (await openProviders(config.EMAIL_PROVIDERS)).map(traceProvider),
    timeoutMs: config.EMAIL_TIMEOUT_MS,
    failoverAfterMs: config.EMAIL_FAILOVER_AFTER_MS,
    takeQuota: quotaTaker(createWindows(redis), serviceName, config.EMAIL_QUOTA_RESERVE),
    observe: (provider, result, durationMs) =>
      metrics.mailSeconds.observe({ provider, result }, durationMs / 1000),
    onChange: (provider, state, reason) =>
      log[state === "closed" ? "info" : "warn"]({ provider, state, reason }, "mail provider"),
  });
}

/** Whom every mail is from, and where answers go. */
export type Sender = Pick<OutgoingMail, "from" | "replyTo">;

export const senderOf = (config: MailConfig): Sender => ({
  from: { name: config.EMAIL_FROM_NAME ?? config.PRODUCT_NAME, address: config.EMAIL_FROM },
  replyTo: config.EMAIL_REPLY_TO ?? null,
});

/** The texts of mails, with an operator's own templates. Throws ConfigError with all that is wrong with those. */
export async function openMessages(config: Config): Promise<Messages> {
  const directory = config.EMAIL_TEMPLATES_DIR;
  const own = directory === undefined ? undefined : await readOwnTemplates(directory);
  if (own && own.problems.length > 0) throw new ConfigError(own.problems);
  const brand = {
    productName: config.PRODUCT_NAME,
    publicUrl: config.PUBLIC_URL,
    accentColor: config.EMAIL_ACCENT_COLOR,
    backgroundColor: config.EMAIL_BACKGROUND_COLOR,
  };
  return createMessages(brand, own?.templates);
}

const NOTHING_TAKEN = { waitMs: 0, giveBack: () => Promise.resolve() };

/** Counts a provider's mails in Redis, for all instances. Mails that can wait leave the reserve alone. */
function quotaTaker(windows: Windows, serviceName: string, reservePercent: number): TakeQuota {
  return async ({ name, quota }, isUrgent) => {
    if (!quota) return NOTHING_TAKEN;
    const unreserved = Math.floor((quota.count * (100 - reservePercent)) / 100);
    // Another window begins another count: its buckets are of another width.
    const whole = `mail-quota:{${serviceName}}:${name}:${quota.windowSeconds}`;
    const placeOf = (key: string): WindowPlace => ({ key, caller: "service" });
    const windowsToTake = [{ quota, place: placeOf(whole) }];
    // What can wait has a window of its own within the whole one, so that it never fills more than its share.
    if (!isUrgent)
      windowsToTake.unshift({
        quota: { ...quota, count: Math.max(1, unreserved) },
        place: placeOf(`${whole}:unreserved`),
      });
    const taken: typeof windowsToTake = [];
    const giveBack = async (): Promise<void> => {
      await Promise.all(taken.map((each) => windows.giveBack(each.quota, each.place)));
    };
    for (const each of windowsToTake) {
      const { used, resetMs } = await windows.count(each.quota, each.place, 1);
      if (used > each.quota.count) {
        await giveBack();
        return { waitMs: Math.max(1, resetMs), giveBack: NOTHING_TAKEN.giveBack };
      }
      taken.push(each);
    }
    return { waitMs: 0, giveBack };
  };
}
