import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";

// `just smoke [URL] [--expiry] [--inbox URL]`: walks through registration and activation against a running service.
const USAGE = "usage: just smoke [URL] [--expiry] [--inbox URL]";
const INBOX_WAIT_SECONDS = 20;
const LATEST_GOOD_MS = 59_000;
const AFTER_EXPIRY_MS = 100;

type Person = { email: string; password: string };
type Mail = { text: string; accepted_at: string };
type Answer = { status: number; body: Record<string, unknown> & { code?: unknown } };

class NotAsPromised extends Error {}

const { url, inbox, expiry } = readArguments();
try {
  await walkThrough();
  if (expiry) await Promise.all([walkPastExpiry(), walkToLastSecond()]);
  console.log("\nAll as promised.");
} catch (error) {
  const isUnreachable = error instanceof TypeError;
  console.error(isUnreachable ? `✗ ${url} or ${inbox} is not reachable` : `✗ ${String(error)}`);
  process.exitCode = 1;
}

async function walkThrough(): Promise<void> {
  expect("the service is ready", await call("GET", "/health/ready"), 200);
  const person = newPerson();
  expect(`register ${person.email}`, await call("POST", "/users", person), 202);
  const mail = await readMail(person);
  const code = codeOf(mail);
  say(`the mail says ${code}`);
  const me = await call("GET", "/users/me", undefined, person);
  expect("the account is pending", me, 200, me.body["status"] === "pending");
  const wrong = String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");
  expect("a wrong code is refused", await activate(person, wrong), 400);
  const stranger = { ...person, password: "not the password" };
  expect("a wrong password is refused", await activate(stranger, code), 401);
  expect("the right code activates", await activate(person, code), 200);
  expect("a second time it is active already", await activate(person, code), 409);
  const after = await call("GET", "/users/me", undefined, person);
  expect("the account is active", after, 200, after.body["status"] === "active");
}

async function walkPastExpiry(): Promise<void> {
  const person = newPerson();
  await call("POST", "/users", person);
  const mail = await readMail(person);
  const expiresAt = await readExpiry(person);
  say(`waiting for the minute to pass, until ${new Date(expiresAt).toISOString()}`);
  await delay(expiresAt + AFTER_EXPIRY_MS - Date.now());
  expect("a code that is too late is refused", await activate(person, codeOf(mail)), 410);
  expect(
    "a fresh one is sent",
    await call("POST", "/auth/activation-codes", undefined, person),
    202,
  );
  const fresh = await readMail(person, mail);
  expect("the fresh code activates", await activate(person, codeOf(fresh)), 200);
}

async function walkToLastSecond(): Promise<void> {
  const person = newPerson();
  await call("POST", "/users", person);
  const mail = await readMail(person);
  const expiresAt = await readExpiry(person);
  const lifeMs = expiresAt - Date.parse(mail.accepted_at);
  await delay(Date.parse(mail.accepted_at) + Math.min(LATEST_GOOD_MS, lifeMs - 1000) - Date.now());
  expect("a code in its last second is accepted", await activate(person, codeOf(mail)), 200);
}

/** When the code ends, as the service tells it, once its mail was accepted. */
async function readExpiry(person: Person): Promise<number> {
  for (;;) {
    const { body } = await call("GET", "/users/me", undefined, person);
    const { state, expires_at: expiresAt } = body.code as Record<string, string>;
    if (state === "sent") return Date.parse(expiresAt ?? "");
    if (state !== "queued") throw new NotAsPromised(`the code is ${state}`);
    await delay(100);
  }
}

function newPerson(): Person {
  return {
    email: `smoke-${randomUUID()}@example.com`,
    password: randomUUID(),
  };
}

function activate(person: Person, code: string): Promise<Answer> {
  return call("POST", "/auth/activate", { code }, person);
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  person?: Person,
): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers["content-type"] = "application/json";
  if (person)
    headers["authorization"] =
      `Basic ${Buffer.from(`${person.email}:${person.password}`).toString("base64")}`;
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

/** The newest mail, awaited; given an older one, the first that is not it. */
async function readMail({ email }: Person, older?: Mail): Promise<Mail> {
  const query = `to=${encodeURIComponent(email)}&wait=${INBOX_WAIT_SECONDS}`;
  for (const deadline = Date.now() + INBOX_WAIT_SECONDS * 1000; Date.now() < deadline;) {
    const [mail] = (await (await fetch(`${inbox}/inbox?${query}`)).json()) as Mail[];
    if (mail && mail.accepted_at !== older?.accepted_at) return mail;
    await delay(100);
  }
  throw new NotAsPromised(`no mail to ${email} in ${inbox}`);
}

function codeOf({ text }: Mail): string {
  const code = /^\d{4,8}$/m.exec(text)?.[0];
  if (code === undefined) throw new NotAsPromised(`there is no code in the mail: ${text}`);
  return code;
}

function say(text: string): void {
  console.log(`  ${text}`);
}

function expect(step: string, { status, body }: Answer, wanted: number, holds = true): void {
  if (status !== wanted || !holds)
    throw new NotAsPromised(
      `${step}: ${wanted} was promised, ${status} ${JSON.stringify(body)} came`,
    );
  const told = status >= 400 ? ` ${String(body.code)}` : "";
  console.log(`✓ ${step} (${status}${told})`);
}

function readArguments(): { url: string; inbox: string; expiry: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        expiry: { type: "boolean", default: false },
        inbox: {
          type: "string",
          default: process.env["EMAIL_API_URL"] ?? "http://127.0.0.1:8025",
        },
      },
    });
    if (positionals.length > 1) throw new Error("one URL at most");
    const [given = "http://127.0.0.1:8080"] = positionals;
    return {
      url: new URL(given).origin,
      inbox: new URL(values.inbox).origin,
      expiry: values.expiry,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}
