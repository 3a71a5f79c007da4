import { pseudonym } from "../../src/keys.ts";
import { json } from "./answer.ts";
import { wrongCode } from "./client.ts";
import { codeIn } from "./email-api.ts";
import { moveBack } from "./otp-store.ts";
import { sendOtp, verifyOtp } from "./otp.ts";
import { query } from "./query.ts";
import type { TestService } from "./service.ts";
import { findKeys } from "./redis-servers.ts";

type Stores = Pick<TestService, "resources">;

/** No limit by network or address: the budgets of the codes alone have to hold. */
export const UNLIMITED_OTP = { LIMITS: "off", CODE_RESEND_SECONDS: "3600" };

/** What stands for an address in Redis. */
export const holderOf = ({ resources }: Stores, email: string): string =>
  pseudonym(resources.keys.address, email.toLowerCase());

/** Where Redis keeps the codes of an address. */
export const otpRecordOf = (service: Stores, email: string): string =>
  `otp:{${holderOf(service, email)}}`;

/** How many wrong guesses at short codes were counted for an address. */
export async function countWrong(service: Stores, email: string): Promise<number> {
  const wrong = await service.resources.redis.hget(otpRecordOf(service, email), "wrong");
  return wrong ? wrong.split(" ").length : 0;
}

/** How many guesses were counted for the ids of an address, the most for one of them first. */
export async function countTries(service: Stores, email: string): Promise<number[]> {
  const { redis } = service.resources;
  const keys = await findKeys(
    redis,
    otpRecordOf(service, email).replace("otp:", "otp-tries:") + ":*",
  );
  const counts = await Promise.all(keys.map(async (key) => Number(await redis.get(key))));
  return counts.toSorted((a, b) => b - a);
}

/** Lets the cool-down of an address pass; its codes stay as good as they are. */
export const passOtpCooldown = (service: Stores, email: string): Promise<unknown> =>
  moveBack(service.resources.redis, holderOf(service, email), "asked", 3_600_000);

/** An id for an address; nothing is said about its mail. */
export async function newOtpId(
  service: TestService,
  email: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const response = await sendOtp(service, email, more);
  if (response.status !== 202) throw new Error(`sending a code answered ${response.status}`);
  return (await json(response)).id;
}

/** Guesses at once, each from an address of its own, and counts the answers by their codes; "200" for a proof. */
export async function guessAtOnce(
  at: readonly Pick<TestService, "request">[],
  id: string,
  guesses: readonly string[],
): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  await Promise.all(
    guesses.map(async (guess, i) => {
      const response = await verifyOtp(at[i % at.length] as TestService, id, guess);
      const name = response.ok ? String(response.status) : (await json(response)).code;
      answers[name] = (answers[name] ?? 0) + 1;
    }),
  );
  return answers;
}

/** So many codes that are not the given one. */
export const wrongCodes = (code: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => wrongCode(code, i + 1));

/** Guesses wrong on ids of one's own until no more guess at a short code of the address is compared. */
export async function spendGuesses(service: TestService, email: string): Promise<void> {
  for (let spent = 0; spent < 10; spent += 5) {
    const id = await newOtpId(service, email);
    for (let i = 0; i < 5; i++) {
      const { status } = await verifyOtp(service, id, "00000000");
      if (status !== 400) throw new Error(`a wrong guess answered ${status}`);
    }
  }
}

/** The code of the n-th mail to an address. */
export const otpCodeTo = async (
  service: TestService,
  email: string,
  nth: number,
): Promise<string> => codeIn(await service.email.mailTo(email, nth));

/** How many mails to an address were ever queued. */
export const countMails = async (service: Stores, email: string): Promise<number> =>
  (await query(service, "select 1 from mail_messages where recipient = $1", email)).length;
