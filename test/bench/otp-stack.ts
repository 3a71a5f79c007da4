import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "../../src/config.ts";
import { startServer } from "../../src/dev/server-process.ts";
import { createLog } from "../../src/log.ts";
import { type Resources, openResources } from "../../src/resources.ts";
import { prepareCodes } from "../support/prepared-otps.ts";
import { type Runtime, startMailMock } from "../support/processes.ts";
import { type Load, sendAll, writePost } from "./http-load.ts";
import { startStack } from "./stack.ts";

export type Subject = {
  name: string;
  port: number;
  pid: number;
  /** Makes codes, and from each a request that gets a proof for it. */
  prepare(count: number): Promise<Buffer[]>;
};

export type OtpStack = AsyncDisposable & { yardstick: Subject; latchkey: Subject };

const PORT = /"port":(\d+)/;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The service and the yardstick, each a process of its own, with the same settings and the same stores. */
export async function startOtpStack(runtime: Runtime): Promise<OtpStack> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startStack());
  const mails = opening.use(await startMailMock());
  const environment = {
    PATH: process.env["PATH"],
    NODE_ENV: "test",
    PORT: "0",
    PUBLIC_URL: "https://id.shop.test",
    // So that each request can be another client's.
    TRUSTED_PROXIES: "1",
    DATABASE_URL: stack.postgresUrl,
    REDIS_URL: stack.redisUrl,
    EMAIL_API_URL: mails.url,
    SECRET_KEY: "0123456789abcdef0123456789abcdef-bench",
  };
  const start = async (name: string, script: string): Promise<Omit<Subject, "prepare">> => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const server = await startServer({
      command: join(ROOT, "node_modules/.bin", runtime),
      args: [script],
      spawn: { cwd: ROOT, env: environment },
      stopSignal: "SIGTERM",
      ready: PORT,
      // All that it logs comes through here.
      onOutput: (text) => {
        const [, port] = PORT.exec(text) ?? [];
        if (port !== undefined) resolve(Number(port));
      },
    });
    opening.defer(() => server.stop());
    return { name, pid: server.pid, port: await promise };
  };
  const service = await start("Latchkey", "src/main.ts");
  const bare = await start("bare Hono", "test/bench/otp-yardstick.ts");
  const resources: Resources = opening.use(
    await openResources(loadConfig(environment), createLog("silent")),
  );
  const opened = opening.move();
  return {
    latchkey: {
      ...service,
      prepare: async (count) =>
        (await prepareCodes(resources, count)).map(({ id, code }) =>
          writePost("/otp/verify", { id, code }),
        ),
    },
    yardstick: {
      ...bare,
      prepare: async (count) =>
        (await prepareCodes(resources, count)).map(({ id, code, redemption }) => {
          const { holder, flowId, expiresAtMs, digest } = redemption;
          // As long as the id that says the same.
          const told = [holder, flowId, expiresAtMs, digest].join(" ").padEnd(id.length);
          return writePost("/otp/verify", { id: told, code });
        }),
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

export type Proving = Load & {
  /** What the process' own thread worked for a request; NaN where the system does not tell. */
  workMicros: number;
};

/** Has so many addresses proved. Throws when an answer is not a proof. */
export async function prove(
  { name, port, pid, prepare }: Subject,
  count: number,
  concurrency: number,
): Promise<Proving> {
  const requests = await prepare(count);
  const before = await workedMicros(pid);
  const load = await sendAll(port, requests, concurrency);
  const workMicros = ((await workedMicros(pid)) - before) / count;
  for (const { status, body } of load.answers)
    if (status !== 200 || !/"proof":"[\w-]+\.[\w-]+\.[\w-]{86}"/.test(body))
      throw new Error(`${name} answered ${status} ${body}`);
  return { ...load, workMicros };
}

async function workedMicros(pid: number): Promise<number> {
  const [nanoseconds] = (await readFile(`/proc/${pid}/schedstat`, "utf8").catch(() => "")).split(
    " ",
  );
  return nanoseconds ? Number(nanoseconds) / 1000 : Number.NaN;
}
