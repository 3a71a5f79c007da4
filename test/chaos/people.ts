import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { basic, wrongCode } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type Random, createRandom } from "../support/random.ts";
import type { Answer, Call, Client } from "./client.ts";
import type { Ledger } from "./ledger.ts";
import type { Mails } from "./mails.ts";

export type Person = {
  email: string;
  password: string;
  random: Random;
  /** Goes on guessing, and never types what is right. */
  isGuesser: boolean;
};

/** The same people for the same seed, whatever happens to them; made as they come. */
export function* createPeople(seed: number, count: number, guessers: number): Generator<Person> {
  for (let i = 0; i < count; i++) {
    const digest = createHash("sha256").update(`${seed} ${i}`).digest("hex");
    const random = createRandom(Number.parseInt(digest.slice(0, 8), 16));
    yield {
      email: `p${i}-${digest.slice(8, 16)}@example.com`,
      password: `pw-${digest.slice(16, 40)}`,
      random,
      isGuesser: random.chance(guessers),
    };
  }
}

export type Surroundings = {
  client: Client;
  mails: Mails;
  ledger: Ledger;
  /** Whoever is not done then goes. */
  over: AbortSignal;
};

const CODES_MAX = 6;
const MAIL_PATIENCE_MS = 45_000;
/** Whoever is to come again later than this does not. */
const RETRY_PATIENCE_MS = 10_000;
/** Registers once more, with another password, before he reads his mail. */
const SECOND_THOUGHT_CHANCE = 0.05;
const REPEAT_MS = 200;
const REPEAT_MAX_MS = 1500;
/** Whoever types wrongly does so less often than there are attempts. */
const TYPOS_MAX = 3;
const TYPO_CHANCE = 0.2;
const SIGN_IN_CHANCE = 0.3;

/** Registers, waits for the mail, types its code, now and then a wrong one, and uses the account; until it is over. */
export async function live(surroundings: Surroundings, person: Person): Promise<void> {
  const { mails, over } = surroundings;
  const { email, random } = person;
  if (!(await register(surroundings, person))) return;
  if (random.chance(SECOND_THOUGHT_CHANCE)) {
    person.password += "-2";
    if (!(await register(surroundings, person))) return;
  }
  // Whoever had to register twice may have two mails: he reads the newest.
  for (let seen = 0; seen < CODES_MAX;) {
    const patience = AbortSignal.any([over, AbortSignal.timeout(MAIL_PATIENCE_MS)]);
    const all = await mails.moreThan(seen, email, patience);
    const mail = all.at(-1);
    // Whether it comes later is for the ledger to say.
    if (!mail) return;
    seen = all.length;
    if (await typeCode(surroundings, person, codeIn(mail))) break;
    if (over.aborted || !(await askNewCode(surroundings, person))) return;
  }
  if (!person.isGuesser && random.chance(SIGN_IN_CHANCE)) await useAccount(surroundings, person);
}

async function register(surroundings: Surroundings, person: Person): Promise<boolean> {
  const { email, password } = person;
  surroundings.ledger.secrets.add(password).add(basic(person).slice("Basic ".length));
  const answer = await askUntilAnswered(surroundings, person, {
    operation: "register",
    method: "POST",
    path: "/users",
    body: { email, password },
    password,
  });
  return answer?.status === 202;
}

/** Types it, after some that are wrong. Returns whether the account is active. */
async function typeCode(
  surroundings: Surroundings,
  person: Person,
  code: string,
): Promise<boolean> {
  const { random, isGuesser } = person;
  const typos = random.chance(TYPO_CHANCE) ? 1 + random.integer(TYPOS_MAX) : 0;
  const tries = isGuesser ? Number.POSITIVE_INFINITY : typos;
  for (let number = 1; number <= tries; number++) {
    const answer = await type(surroundings, person, wrongCode(code, number), false);
    if (answer?.status === 400) continue;
    return false;
  }
  const answer = await type(surroundings, person, code, true);
  return answer?.status === 200 || answer?.problem === "already_active";
}

const type = (
  surroundings: Surroundings,
  person: Person,
  code: string,
  isRight: boolean,
): Promise<Answer | null> =>
  askUntilAnswered(surroundings, person, {
    operation: "activate",
    method: "POST",
    path: "/auth/activate",
    headers: { authorization: basic(person) },
    body: { code },
    code,
    isRight,
    password: person.password,
  });

/** Asks until there is one, or there is none to be had any more. */
async function askNewCode(surroundings: Surroundings, person: Person): Promise<boolean> {
  for (;;) {
    const answer = await askUntilAnswered(surroundings, person, {
      operation: "new code",
      method: "POST",
      path: "/auth/activation-codes",
      headers: { authorization: basic(person) },
    });
    if (answer?.status === 202) return true;
    if (answer?.problem !== "resend_too_soon") return false;
    await delay(answer.retryAfterMs);
  }
}

async function useAccount(surroundings: Surroundings, person: Person): Promise<void> {
  const { email, password } = person;
  const { ledger } = surroundings;
  const signedIn = await askUntilAnswered(surroundings, person, {
    operation: "sign in",
    method: "POST",
    path: "/sessions",
    body: { email, password },
  });
  let tokens = signedIn?.body;
  for (let i = 0; i < 2 && typeof tokens?.["refresh_token"] === "string"; i++) {
    ledger.secrets.add(tokens["refresh_token"]).add(String(tokens["access_token"]));
    await askUntilAnswered(surroundings, person, {
      operation: "me",
      method: "GET",
      path: "/users/me",
      headers: { authorization: `Bearer ${String(tokens["access_token"])}` },
    });
    const refreshed = await askUntilAnswered(surroundings, person, {
      operation: "refresh",
      method: "POST",
      path: "/sessions/refresh",
      body: { refresh_token: tokens["refresh_token"] },
    });
    tokens = refreshed?.body;
  }
}

/** Repeats what was not answered, or could not be done just now, as the README tells clients to; null when it is over. */
async function askUntilAnswered(
  { client, over }: Surroundings,
  { email, random }: Person,
  call: Omit<Call, "email">,
): Promise<Answer | null> {
  while (!over.aborted) {
    const answer = await client.ask({ ...call, email });
    const isLimited = answer.problem === "rate_limited" && answer.retryAfterMs <= RETRY_PATIENCE_MS;
    if (answer.status !== 0 && answer.status < 500 && !isLimited) return answer;
    const pauseMs = Math.min(REPEAT_MAX_MS, Math.max(REPEAT_MS, answer.retryAfterMs));
    await delay(pauseMs * (0.5 + random.next()), undefined, { signal: over }).catch(() => {});
  }
  return null;
}
