import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

/** What was promised did not happen; the message says what came instead. */
export class NotAsPromised extends Error {}

export type Person = { email: string; password: string };
export type Mail = { id: string; text: string; accepted_at: string };
export type Answer = { status: number; body: Record<string, unknown> & { code?: unknown } };
/** Who asks: with Basic, or with an access token. */
export type Caller = Person | { accessToken: string } | undefined;

export type SmokeClient = {
  call(method: string, path: string, body?: unknown, caller?: Caller): Promise<Answer>;
  /** The newest mail to an address, awaited; given an older one, the first that is not it. */
  readMail(of: Pick<Person, "email">, older?: Mail): Promise<Mail>;
};

const INBOX_WAIT_SECONDS = 20;

/** Talks to a running service, and reads the inbox of its e-mail mock. */
export const createSmokeClient = (url: string, inbox: string): SmokeClient => ({
  async call(method, path, body, caller) {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["content-type"] = "application/json";
    if (caller) headers["authorization"] = authorizationOf(caller);
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: readBody(`${method} ${url}${path}`, text) };
  },
  async readMail({ email }, older) {
    const query = `to=${encodeURIComponent(email)}&wait=${INBOX_WAIT_SECONDS}`;
    for (const deadline = Date.now() + INBOX_WAIT_SECONDS * 1000; Date.now() < deadline;) {
      const [mail] = (await (await fetch(`${inbox}/inbox?${query}`)).json()) as Mail[];
      if (mail && mail.id !== older?.id) return mail;
      await delay(100);
    }
    throw new NotAsPromised(`no mail to ${email} in ${inbox}`);
  },
});

function readBody(step: string, text: string): Answer["body"] {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new NotAsPromised(`${step} answered no JSON: is it the service?`);
  }
}

const authorizationOf = (caller: NonNullable<Caller>): string =>
  "accessToken" in caller
    ? `Bearer ${caller.accessToken}`
    : `Basic ${Buffer.from(`${caller.email}:${caller.password}`).toString("base64")}`;

export const newPerson = (): Person => ({
  email: `smoke-${randomUUID()}@example.com`,
  password: randomUUID(),
});

/** What stands in a mail for a pattern's first group. Throws NotAsPromised when nothing does. */
export function findIn({ text }: Mail, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new NotAsPromised(`there is no ${pattern} in the mail: ${text}`);
  return found;
}

export const codeOf = (mail: Mail): string => findIn(mail, /^(\d{4,12})$/m);

export function say(text: string): void {
  console.log(`  ${text}`);
}

/** Throws NotAsPromised unless the answer is the one that was promised. */
export function expect(step: string, { status, body }: Answer, wanted: number, holds = true): void {
  if (status !== wanted || !holds)
    throw new NotAsPromised(
      `${step}: ${wanted} was promised, ${status} ${JSON.stringify(body)} came`,
    );
  const told = status >= 400 ? ` ${String(body.code)}` : "";
  console.log(`✓ ${step} (${status}${told})`);
}
