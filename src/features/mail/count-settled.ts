import type { MailKind, MailState } from "../../postgres/mail-kinds.ts";
import type { Settled } from "../../postgres/mail-messages.ts";
import type { Resources } from "../../resources.ts";

/** Counts a message that has just ended, how often it was tried, and how long it waited for its acceptance. */
export function countSettled(
  metrics: Resources["metrics"],
  kind: MailKind,
  state: MailState,
  { attempts, waitMs }: Settled,
): void {
  metrics.mailSettled.inc({ kind, state });
  metrics.mailAttempts.observe({ state }, attempts);
  if (state === "sent") metrics.mailWaitSeconds.observe({ kind }, waitMs / 1000);
}
