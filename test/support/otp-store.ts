import { randomBytes, randomUUID } from "node:crypto";
import type { OtpAccount, OtpPolicy } from "../../src/domain/otp.ts";
import type { Redis } from "../../src/redis/connection.ts";
import type { OtpAsked, OtpCodes, OtpKey, OtpRedemption } from "../../src/redis/otp-codes.ts";

/** The rules of passwordless codes without a configuration. */
export const OTP_POLICY: OtpPolicy = {
  digits: 8,
  longDigits: 12,
  ttlMs: 600_000,
  triesMax: 5,
  budgetMax: 10,
  resendFirstMs: 30_000,
  resendLaterMs: 60_000,
};

/** An address that nobody has met before, and what its code is for. */
export const newOtpKey = (scope = "sign-in us"): OtpKey => ({
  holder: randomBytes(32).toString("base64url"),
  scope,
});

/** What stands for the code of a message in its store: one for each length. */
export const digestsOf = (messageId: string): { short: string; long: string } => ({
  short: `short ${messageId}`,
  long: `long ${messageId}`,
});

export type SentCode = OtpAsked & { digits: number | null; right: string };

/** Stores the code of a message, as its mail job does. */
export async function issueOtp(
  codes: OtpCodes,
  key: OtpKey,
  asked: Pick<OtpAsked, "messageId" | "expiresAtMs">,
  account: OtpAccount | null = null,
): Promise<{ digits: number | null; right: string }> {
  const digests = digestsOf(asked.messageId);
  const digits = await codes.issue({ ...key, ...asked, ...digests, account });
  return { digits, right: digits === OTP_POLICY.longDigits ? digests.long : digests.short };
}

/** Asks for a code and stores it, unless there is one to share. */
export async function sendStoredOtp(
  codes: OtpCodes,
  key: OtpKey,
  account: OtpAccount | null = null,
): Promise<SentCode> {
  const asked = await codes.ask(key, randomUUID());
  return { ...asked, ...(await issueOtp(codes, key, asked, account)) };
}

/** An id of somebody who asked for the code: his guesses count together. */
export function newFlow(
  codes: OtpCodes,
  key: OtpKey,
  { expiresAtMs }: Pick<OtpAsked, "expiresAtMs">,
): (digest: string) => Promise<OtpRedemption> {
  const flowId = randomUUID();
  return (digest) => codes.redeem(key, { flowId, expiresAtMs, digest });
}

/** Moves a moment of an address' codes into the past, and nothing else of them. */
export const moveBack = (
  redis: Redis,
  holder: string,
  moment: "asked" | "redeemed",
  ms: number,
): Promise<unknown> => redis.eval(MOVE_BACK, 1, `otp:{${holder}}`, moment, ms);

// In one piece: the job of a mail may be about to store its code.
const MOVE_BACK = `
  local fields = redis.call("HGETALL", KEYS[1])
  for i = 1, #fields, 2 do
    if fields[i]:match("^code:") then
      local code = cjson.decode(fields[i + 1])
      if code[ARGV[1]] then code[ARGV[1]] = code[ARGV[1]] - ARGV[2] end
      redis.call("HSET", KEYS[1], fields[i], cjson.encode(code))
    end
  end`;

/** How many of the answers are of each kind. */
export function countKinds(answers: readonly OtpRedemption[]): Partial<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const { kind } of answers) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}
