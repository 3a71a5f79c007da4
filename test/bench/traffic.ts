import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import { insertManySessions } from "../support/many-rows.ts";
import { prepareCodes } from "../support/prepared-otps.ts";
import { writePost, writeRequest } from "./http-load.ts";
import type { ServiceStack } from "./service-stack.ts";
import { giveTime } from "../support/patience.ts";

/** So many that none reaches its limit. */
const SESSIONS = 1000;
const PATIENCE_MS = 10_000;

export type Traffic = AsyncDisposable & {
  /** Requests of people who are signed in and of such as type a passwordless code, in turns; all are answered by 200. */
  prepare(count: number): Promise<Buffer[]>;
};

/** What people ask a service for who are there already, and whom no password is asked for. */
export async function openTraffic({
  pool,
  environment,
}: Pick<ServiceStack, "pool" | "environment">): Promise<Traffic> {
  const resources = await openResources(loadConfig(environment), createLog("silent"));
  // What is made ready is not measured, and may take its time.
  giveTime(resources.redis, PATIENCE_MS);
  const sessions = await insertManySessions(pool, SESSIONS);
  let next = 0;
  const readOwnAccount = (): Buffer => {
    const { accountId = "", sessionId = "" } = sessions[next++ % SESSIONS] ?? {};
    const token = resources.accessTokens.sign({ accountId, sessionId, clientId: null });
    return writeRequest("GET", "/users/me", { fields: [`Authorization: Bearer ${token}`] });
  };
  return {
    async prepare(count) {
      const codes = await prepareCodes(resources, Math.ceil(count / 2));
      return codes
        .flatMap(({ id, code }) => [readOwnAccount(), writePost("/otp/verify", { id, code })])
        .slice(0, count);
    },
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}
