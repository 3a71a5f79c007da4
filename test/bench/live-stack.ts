import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { insertManySessions } from "../support/many-rows.ts";
import { type Runtime, clientOf, startMailMock } from "../support/processes.ts";
import { sharedNowMs } from "./helper-process.ts";
import { startStack, startSubject, workedMicros } from "./stack.ts";

export type LiveStack = AsyncDisposable & {
  port: number;
  /** Whose pages may listen. */
  origin: string;
  /** One for each session, of an account of its own. */
  tokens: string[];
  /** Tells of somebody new, as another instance would. */
  tell(): void;
  /** Registers somebody and types the code: when, by the shared clock, and how long the answer to that took. */
  arrive(): Promise<{ typedAtMs: number; answeredMs: number }>;
  /** What the service's process holds of the memory, in MB (10^6 bytes). */
  memoryMb(): Promise<number>;
  /** What its own thread worked so far. */
  workedMicros(): Promise<number>;
  /** For how long the event loop was held at most since it was asked last, in ms; NaN where that is not told. */
  loopDelayMs(): Promise<number>;
};

const ORIGIN = "https://id.shop.test";
const OPS_PASSWORD = "the-password-of-a-bench";

/** Node counts the wait of the timer that it is found out with. */
const LOOP_TIMER_MS: Record<Runtime, number> = { node: 10, bun: 0 };

/** One instance with all defaults, its stores, and so many people who are signed in. */
export async function startLiveStack(runtime: Runtime, people: number): Promise<LiveStack> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startStack());
  const mails = opening.use(await startMailMock());
  const environment = {
    NODE_ENV: "test",
    PORT: "0",
    PUBLIC_URL: ORIGIN,
    // So that each request can be another client's.
    TRUSTED_PROXIES: "1",
    DATABASE_URL: stack.postgresUrl,
    REDIS_URL: stack.redisUrl,
    EMAIL_API_URL: mails.url,
    SECRET_KEY: "0123456789abcdef0123456789abcdef-bench",
    OPS_PASSWORD,
    // A socket ends with the token that its ticket was asked for with.
    ACCESS_TOKEN_SECONDS: "3600",
    LIVE_CONNECTIONS_MAX: String(people),
  };
  const { pid, port } = opening.use(await startSubject(runtime, "src/main.ts", environment));
  const { accessTokens, live } = opening.use(
    await openResources(loadConfig(environment), createLog("silent")),
  );
  const database = new Client({ connectionString: stack.postgresUrl });
  await database.connect();
  const sessions = await insertManySessions(database, people);
  await database.end();
  const url = `http://127.0.0.1:${port}`;
  const opened = opening.move();
  return {
    port,
    origin: ORIGIN,
    tokens: sessions.map((ids) => accessTokens.sign({ ...ids, clientId: null })),
    tell() {
      const { email } = newPerson();
      live.tell("activated", { id: randomUUID(), email, emailNormalised: email });
    },
    async arrive() {
      const person = newPerson();
      const client = clientOf({ url });
      await register(client, person);
      const [code = ""] = /\b\d{4}\b/.exec((await mails.mailTo(person.email)).text) ?? [];
      const typedAtMs = sharedNowMs();
      const { status } = await activate(client, person, code);
      if (status !== 200) throw new Error(`an activation was answered with ${status}`);
      return { typedAtMs, answeredMs: sharedNowMs() - typedAtMs };
    },
    async memoryMb() {
      const [, kib] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
      return (Number(kib) * 1024) / 1e6;
    },
    workedMicros: () => workedMicros(pid),
    async loopDelayMs() {
      const headers = { authorization: `Basic ${btoa(`ops:${OPS_PASSWORD}`)}` };
      const text = await (await fetch(`${url}/metrics`, { headers })).text();
      const [, seconds] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text) ?? [];
      return Number(seconds ?? Number.NaN) * 1000 - LOOP_TIMER_MS[runtime];
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
