import { LIVE_CODES_MAX, type OtpAccount, type OtpPolicy } from "../domain/otp.ts";
import type { Redis } from "./connection.ts";
import { defineScript } from "./script.ts";

/** Whose codes, by the pseudonym of the address, and for what, in one line: purpose and audience. */
export type OtpKey = { holder: string; scope: string };

/** What whoever asks can wait for: times are milliseconds since 1970, by Redis' clock. */
export type OtpAsked = {
  messageId: string;
  expiresAtMs: number;
  resendAfterMs: number;
  /** Somebody asked for it before. */
  isShared: boolean;
};

export type OtpToIssue = OtpKey & {
  messageId: string;
  expiresAtMs: number;
  /** The digests of the message's code in both lengths: which it gets follows from the guesses of the address. */
  short: string;
  long: string;
  account: OtpAccount | null;
};

export type OtpRedemption =
  | { kind: "none" }
  /** Whose address it was when the code was sent; when it was right first, and how long ago that is. */
  | { kind: "right"; account: OtpAccount | null; redeemedAtMs: number; ageMs: number }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "exhausted" };

/**
 * Codes for an address without a password: digests only, and no address. All of it throws UnavailableError when Redis does
 * not answer: no guess is compared uncounted.
 */
export type OtpCodes = {
  /** The code that whoever asks shares now; null when one has to be sent. */
  findShared(key: OtpKey): Promise<OtpAsked | null>;
  /** The newest code that is still good, also after its cool-down; null when there is none. */
  findNewest(key: OtpKey): Promise<OtpAsked | null>;
  /** Asks for a code by this message, unless there is one to share by now. */
  ask(key: OtpKey, messageId: string): Promise<OtpAsked>;
  /** Stores the code of a message; its number of digits, or null when it is of no use any more. */
  issue(code: OtpToIssue): Promise<number | null>;
  redeem(
    key: OtpKey,
    guess: { flowId: string; expiresAtMs: number; digest: string },
  ): Promise<OtpRedemption>;
};

const SHARED = ["lib-epoch", "lib-otp"];

export function createOtpCodes(redis: Redis, policy: OtpPolicy): OtpCodes {
  const ask = defineScript<[number, string, number, number] | []>(redis, "ask-otp-1", SHARED);
  const issue = defineScript<number>(redis, "issue-otp-1", SHARED);
  const redeem = defineScript<[OtpRedemption["kind"], (string | number)?, number?, number?]>(
    redis,
    "redeem-otp-2",
    SHARED,
  );
  const { budgetMax, digits, longDigits } = policy;
  const askFor = async ({ holder, scope }: OtpKey, message: string): Promise<OtpAsked | null> => {
    const [isNew, messageId, expiresAtMs, resendAfterMs] = await ask(
      keyOf(holder),
      scope,
      message,
      policy.ttlMs,
      policy.resendFirstMs,
      policy.resendLaterMs,
      LIVE_CODES_MAX,
      budgetMax,
      longDigits,
    );
    if (messageId === undefined || expiresAtMs === undefined || resendAfterMs === undefined)
      return null;
    return { isShared: isNew === 0, messageId, expiresAtMs, resendAfterMs };
  };
  return {
    findShared: (key) => askFor(key, ""),
    findNewest: (key) => askFor(key, "any"),
    async ask(key, messageId) {
      const asked = await askFor(key, messageId);
      if (!asked) throw new Error("a code was asked for and not noted");
      return asked;
    },
    async issue({ holder, scope, messageId, expiresAtMs, short, long, account }) {
      const given = [messageId, scope, expiresAtMs, budgetMax] as const;
      const codes = [digits, short, longDigits, long] as const;
      return (await issue(keyOf(holder), ...given, ...codes, writeAccount(account))) || null;
    },
    async redeem({ holder, scope }, { flowId, expiresAtMs, digest }) {
      const [kind, first = "", redeemedAtMs = 0, ageMs = 0] = await redeem(
        keyOf(holder),
        `otp-tries:{${holder}}:${flowId}`,
        flowId,
        expiresAtMs,
        scope,
        digest,
        policy.triesMax,
        budgetMax,
        longDigits,
      );
      if (kind === "wrong") return { kind, triesLeft: Number(first) };
      if (kind === "right")
        return { kind, account: readAccount(String(first)), redeemedAtMs, ageMs };
      return { kind };
    },
  };
}

// The braces are Redis Cluster's hash tag: all keys of one address live in one slot.
const keyOf = (holder: string): string => `otp:{${holder}}`;

const writeAccount = (account: OtpAccount | null): string =>
  account ? `${account.status} ${account.id}` : "";

function readAccount(text: string): OtpAccount | null {
  const [status, id = ""] = text.split(" ");
  return status === "active" || status === "disabled" ? { id, status } : null;
}
