import { type Person, activate, register, wrongCode } from "./client.ts";
import { codeIn } from "./email-api.ts";
import type { TestService } from "./service.ts";

/** No rate limit stands in the attacker's way: the budget alone has to hold. */
export const UNLIMITED = {
  LIMITS: "off",
  CODE_RESEND_SECONDS: "1",
  CODE_RESEND_LATER_SECONDS: "1",
  HASH_WAIT_MAX_MS: "60000",
};

/** Registers somebody's address and returns the code that arrives. */
export async function sendCode(to: TestService, person: Person, nth: number): Promise<string> {
  expectStatus(await register(to, person), 202);
  return codeIn(await to.email.mailTo(person.email, nth));
}

export function expectStatus({ status }: Response, expected: number): void {
  if (status !== expected) throw new Error(`it answered ${status}, not ${expected}`);
}

/** Guesses wrong until the code takes no more; returns how many guesses were compared. */
export async function guessOut(at: TestService, person: Person, code: string): Promise<number> {
  for (let compared = 0; ; compared++) {
    const { status } = await activate(at, person, wrongCode(code, compared + 1));
    if (status !== 400) return compared;
  }
}
