import type { Logger } from "../log.ts";
import {
  type Policies,
  POLICIES,
  type PolicyName,
  type PolicySettings,
  isPolicyName,
} from "./policies.ts";

/** The newest change of one policy; null settings put the default back. */
export type LimitChange = {
  version: number;
  policy: string;
  settings: PolicySettings | null;
};

export type LivePolicies = {
  current(): Policies;
  /** The version of a policy's settings, 0 for its default. */
  versionOf(name: PolicyName): number;
  /** Reads what operators changed; called at once when one of them did, on whichever instance. */
  refresh(): Promise<void>;
  close(): void;
};

type Options = {
  /** The newest change of each policy that was ever changed. */
  load: () => Promise<LimitChange[]>;
  log: Logger;
};

/** The policies with the newest changes applied; a change of a policy that this version does not have is left out. */
export const policiesWith = (
  changes: readonly Pick<LimitChange, "policy" | "settings">[],
): Policies => ({
  ...POLICIES,
  ...Object.fromEntries(
    changes.flatMap(({ policy, settings }) =>
      isPolicyName(policy) ? [[policy, { ...POLICIES[policy], ...settings }]] : [],
    ),
  ),
});

/** Behind the message of a change, which can be lost: all instances follow within two seconds. */
const POLL_INTERVAL_MS = 1000;

/** The policies in force: their defaults and what operators made of them. Kept in memory, read from Postgres. */
export async function openLivePolicies({ load, log }: Options): Promise<LivePolicies> {
  let policies: Policies = POLICIES;
  let versions = new Map<string, number>();
  let isStale = false;

  // One at a time, so that an older answer never replaces a newer one; and one waiting, however slow Postgres is.
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const refresh = (): Promise<void> => {
    next ??= running.then(() => {
      next = null;
      running = read();
      return running;
    });
    return next;
  };
  async function read(): Promise<void> {
    try {
      const changes = await load();
      if (isStale) log.info("limits are read again");
      isStale = false;
      if (changes.every(({ policy, version }) => versions.get(policy) === version)) return;
      versions = new Map(changes.map(({ policy, version }) => [policy, version]));
      policies = policiesWith(changes);
    } catch (error) {
      // The last known limits stay in force until Postgres is back.
      if (!isStale) log.warn({ err: error }, "limits cannot be read");
      isStale = true;
    }
  }
  await refresh();
  const timer = setInterval(() => void refresh(), POLL_INTERVAL_MS);
  timer.unref();
  return {
    current: () => policies,
    versionOf: (name) => versions.get(name) ?? 0,
    refresh,
    close: () => clearInterval(timer),
  };
}
