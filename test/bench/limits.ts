import type { Redis as Server } from "ioredis";
import { randomUUID } from "node:crypto";
import type { Router } from "../../src/http/router.ts";
import { createApps } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import { migrateAll } from "../../src/service.ts";
import { basic } from "../support/client.ts";
import { randomAddress } from "../support/random-address.ts";
import { median, startStack, timed } from "./stack.ts";

type Send = Server["sendCommand"];

const ROUNDS = 3000;

/**
 * What limits cost a request: the same request without and with them, and one bare round trip to Redis beside it as
 * the yardstick. Prints medians, and how many round trips the difference is worth.
 */
export async function benchLimits(): Promise<void> {
  await using stack = await startStack();
  const config = (LIMITS: string): ReturnType<typeof loadConfig> =>
    loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: stack.postgresUrl,
      REDIS_URL: stack.redisUrl,
      EMAIL_API_URL: "http://127.0.0.1:1",
      HASH_MEMORY_KIB: "8",
      HASH_PASSES: "1",
      SECRET_KEY: "0123456789abcdef0123456789abcdef-bench",
      LIMITS,
    });
  const log = createLog("silent");
  await migrateAll(config("off"), log);
  await using without = await openResources(config("off"), log);
  await using withLimits = await openResources(config("enforce"), log);
  const appOf = (resources: typeof without): Router =>
    createApps({ ...resources, draining: new AbortController().signal }).app;

  const person = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  const apps = { off: appOf(without), enforce: appOf(withLimits) };
  const send = async (app: Router, path: string, init: RequestInit): Promise<void> => {
    const bindings = { peerAddress: randomAddress(), hostCount: 1, headerBytes: 0 };
    const { ok, status } = await app.request(path, init, bindings);
    if (!ok) throw new Error(`${path} answered ${status}`);
  };
  await send(apps.off, "/users", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(person),
  });
  // An active account has no code to ask Redis about: all that is left are the limits.
  await without.pool.query("update users set status = 'active', activated_at = now()");
  const init = { headers: { authorization: basic(person) } };
  const { redis } = withLimits;
  let commands = 0;
  const sendCommand = redis.sendCommand.bind(redis) as Send;
  const times: Record<"ping" | "off" | "enforce", number[]> = { ping: [], off: [], enforce: [] };
  // Interleaved, so that whatever else the machine does meets all three alike.
  for (let round = 0; round < ROUNDS; round++) {
    await timed(() => redis.ping(), times.ping);
    await timed(() => send(apps.off, "/users/me", init), times.off);
    redis.sendCommand = (...given: Parameters<Send>) => {
      commands++;
      return sendCommand(...given);
    };
    await timed(() => send(apps.enforce, "/users/me", init), times.enforce);
    redis.sendCommand = sendCommand;
  }
  const ms = { ping: median(times.ping), off: median(times.off), enforce: median(times.enforce) };
  const cost = ms.enforce - ms.off;
  console.log(`GET /users/me, ${ROUNDS} times each, interleaved; medians

  one Redis round trip   ${ms.ping.toFixed(3)} ms
  without limits         ${ms.off.toFixed(3)} ms
  with three policies    ${ms.enforce.toFixed(3)} ms   ${(commands / ROUNDS).toFixed(2)} Redis commands more, one of them beside the answer
  the limits             ${cost.toFixed(3)} ms   ${(cost / ms.ping).toFixed(2)} round trips`);
}
