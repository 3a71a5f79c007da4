import {
  type PendingRegistration,
  readPending,
  sealPending,
} from "../domain/pending-registration.ts";
import type { Resources } from "../resources.ts";
import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import type { Context } from "./environment.ts";

type PendingResources = Pick<Resources, "config" | "keys">;

const HOUR_SECONDS = 3600;

/** Gives the browser what it needs to activate an account by its code alone, for as long as the account waits. */
export function givePending(
  c: Context,
  { config, keys }: PendingResources,
  pending: PendingRegistration,
): void {
  const lifeSeconds = config.PENDING_LIFE_HOURS * HOUR_SECONDS;
  const value = sealPending(keys.pending, pending, Date.now() + lifeSeconds * 1000);
  giveCookie(c, config, { name: "pending", value, lifeSeconds });
}

/** The registration that the browser waits for; null without one. */
export function pendingOf(
  c: Context,
  { config, keys }: PendingResources,
): PendingRegistration | null {
  const sealed = readCookie(c, config, "pending");
  return sealed === undefined ? null : readPending(keys.pending, sealed, Date.now());
}

export const forgetPending = (c: Context, { config }: Pick<PendingResources, "config">): void =>
  takeCookie(c, config, "pending");
