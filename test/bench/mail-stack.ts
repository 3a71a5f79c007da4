import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { newPerson, register } from "../support/client.ts";
import { type MailMock, clientOf, launchService, startMailMock } from "../support/processes.ts";
import { startStack } from "./stack.ts";

export type Mock = MailMock & {
  /** Every acceptance so far: message id → its times, in ms since 1970. */
  accepted(): Promise<Map<string, number[]>>;
};

export type MailStack = AsyncDisposable & {
  /** In the order they are asked. */
  mocks: Mock[];
  /** Registers somebody new; how long the answer took, in ms. */
  register(): Promise<number>;
  /** Messages that are queued, and those that ended, by state. */
  states(): Promise<Record<string, number>>;
  messages(): Promise<{ id: string; requestedAtMs: number }[]>;
  /** Resolves when nothing is queued any more; how long that took, in ms. */
  drained(): Promise<number>;
};

const LABELS = ["", ":second"];

/** The service as one process of its own, real stores, and as many e-mail mocks as asked for. */
export async function startMailStack(
  mockCount: 1 | 2,
  environment: Record<string, string> = {},
): Promise<MailStack> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startStack());
  const folder = await mkdtemp(join(tmpdir(), "latchkey-mail-bench-"));
  opening.defer(() => rm(folder, { recursive: true }));
  const mocks: Mock[] = [];
  for (const label of LABELS.slice(0, mockCount)) {
    const journal = join(folder, `journal${label}.ndjson`);
    const mock = opening.use(await startMailMock("node", { JOURNAL_FILE: journal }));
    mocks.push({ ...mock, accepted: () => readJournal(journal) });
  }
  const [first, second] = mocks;
  const service = opening.use(
    launchService("node", {
      NODE_ENV: "test",
      PORT: "0",
      DATABASE_URL: stack.postgresUrl,
      REDIS_URL: stack.redisUrl,
      SECRET_KEY: "0123456789abcdef0123456789abcdef-bench",
      LIMITS: "off",
      EMAIL_PROVIDERS: LABELS.slice(0, mockCount)
        .map((label) => `http${label}`)
        .join(","),
      EMAIL_API_URL: first?.url,
      EMAIL_API_URL_SECOND: second?.url,
      ...environment,
    }),
  );
  const { port } = JSON.parse(await service.line(/"msg":"listening"/)) as { port: number };
  const client = clientOf({ url: `http://127.0.0.1:${port}` });
  const database = new Client({ connectionString: stack.postgresUrl });
  await database.connect();
  opening.defer(() => database.end());
  const states = async (): Promise<Record<string, number>> => {
    const { rows } = await database.query<{ state: string; count: number }>(
      "select state, count(*)::int as count from mail_messages group by state",
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const opened = opening.move();
  return {
    mocks,
    states,
    async register() {
      const startedAt = performance.now();
      const response = await register(client, newPerson());
      await response.arrayBuffer();
      if (response.status !== 202) throw new Error(`a registration answered ${response.status}`);
      return performance.now() - startedAt;
    },
    async messages() {
      const { rows } = await database.query<{ id: string; requestedAtMs: number }>(
        `select id, (extract(epoch from requested_at) * 1000)::float8 as "requestedAtMs" from mail_messages`,
      );
      return rows;
    },
    async drained() {
      const startedAt = performance.now();
      while ((await states())["queued"]) await delay(50);
      return performance.now() - startedAt;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function readJournal(file: string): Promise<Map<string, number[]>> {
  const accepted = new Map<string, number[]>();
  for (const line of (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean)) {
    const mail = JSON.parse(line) as { idempotency_key: string; accepted_at: string };
    const times = accepted.get(mail.idempotency_key) ?? [];
    accepted.set(mail.idempotency_key, [...times, Date.parse(mail.accepted_at)]);
  }
  return accepted;
}
