import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { type Resources, openResources } from "../../src/resources.ts";
import { prepareCodes } from "../support/prepared-otps.ts";
import { type Runtime, startMailMock } from "../support/processes.ts";
import { type Load, sendAll, writePost } from "./http-load.ts";
import { type Subject, startStack, startSubject, workedMicros } from "./stack.ts";

export type Contender = Pick<Subject, "pid" | "port"> & {
  name: string;
  /** Makes codes, and from each a request that gets a proof for it. */
  prepare(count: number): Promise<Buffer[]>;
};

export type OtpStack = AsyncDisposable & { yardstick: Contender; latchkey: Contender };

/** The service and the yardstick, each a process of its own, with the same settings and the same stores. */
export async function startOtpStack(runtime: Runtime): Promise<OtpStack> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startStack());
  const mails = opening.use(await startMailMock());
  const environment = {
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
  const start = async (script: string): Promise<Subject> =>
    opening.use(await startSubject(runtime, script, environment));
  const service = await start("src/main.ts");
  const bare = await start("test/bench/otp-yardstick.ts");
  const resources: Resources = opening.use(
    await openResources(loadConfig(environment), createLog("silent")),
  );
  const opened = opening.move();
  return {
    latchkey: {
      name: "Latchkey",
      ...service,
      prepare: async (count) =>
        (await prepareCodes(resources, count)).map(({ id, code }) =>
          writePost("/otp/verify", { id, code }),
        ),
    },
    yardstick: {
      name: "bare Hono",
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
  { name, port, pid, prepare }: Contender,
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
