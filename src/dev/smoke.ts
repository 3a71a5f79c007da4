import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { walkThroughAccount } from "./smoke-account.ts";
import { walkThroughOtp } from "./smoke-otp.ts";
import {
  type Answer,
  NotAsPromised,
  type Person,
  codeOf,
  createSmokeClient,
  expect,
  newPerson,
  say,
} from "./smoke-client.ts";

// `just smoke [URL] [--expiry] [--inbox URL]`: walks through what the service promises, against a running one.
const USAGE = "usage: just smoke [URL] [--expiry] [--inbox URL]";
const LATEST_GOOD_MS = 59_000;
const AFTER_EXPIRY_MS = 100;

const { url, inbox, expiry } = readArguments();
const client = createSmokeClient(url, inbox);
const { call, readMail } = client;
try {
  const owner = await walkThrough();
  await walkThroughOtp(client, owner);
  await walkThroughAccount(client, owner);
  if (expiry) await Promise.all([walkPastExpiry(), walkToLastSecond()]);
  console.log("\nAll as promised.");
} catch (error) {
  const isUnreachable = error instanceof TypeError;
  console.error(isUnreachable ? `✗ ${url} or ${inbox} is not reachable` : `✗ ${String(error)}`);
  process.exitCode = 1;
}

async function walkThrough(): Promise<Person> {
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
  return person;
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

function activate(person: Person, code: string): Promise<Answer> {
  return call("POST", "/auth/activate", { code }, person);
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
      url: originOf(given),
      inbox: originOf(values.inbox),
      expiry: values.expiry,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function originOf(text: string): string {
  if (!URL.canParse(text)) throw new Error(`${text} is no URL`);
  return new URL(text).origin;
}
