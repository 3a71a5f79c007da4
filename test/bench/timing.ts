import { randomUUID } from "node:crypto";
import type { Router } from "../../src/http/router.ts";
import { createApps } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { type Resources, openResources } from "../../src/resources.ts";
import { migrateAll } from "../../src/service.ts";
import { basic, postJson } from "../support/client.ts";
import { randomAddress } from "../support/random-address.ts";
import { areaUnderCurve, medianInterval } from "./paired-times.ts";
import { startStack } from "./stack.ts";

type Cost = {
  name: string;
  backEnd: "auto" | "wasm";
  memoryKib: number;
  passes: number;
  pairs: number;
  withinMs: number;
};

const COSTS: Cost[] = [
  { name: "cheap hash", backEnd: "wasm", memoryKib: 1024, passes: 1, pairs: 2000, withinMs: 0.25 },
  {
    name: "production's hash",
    backEnd: "auto",
    memoryKib: 19_456,
    passes: 2,
    pairs: 300,
    withinMs: 2,
  },
];
const WARM_UP = 100;
/** Of the area under the curve: one half is a stranger who can only toss a coin. */
const COIN = { min: 0.45, max: 0.55 };
const SEEN_MIN = 0.9;

const PASSWORD = "a wrong password of nobody";
const byBasic = (email: string): RequestInit => ({
  method: "POST",
  headers: { authorization: basic({ email, password: PASSWORD }) },
});

type Door = { path: string; init: (email: string) => RequestInit; who: "active" | "pending" };
const DOORS: Door[] = [
  {
    path: "/users",
    init: (email) => postJson({ email, password: `pass-${randomUUID()}` }),
    who: "active",
  },
  { path: "/sessions", init: (email) => postJson({ email, password: PASSWORD }), who: "active" },
  { path: "/password-resets", init: (email) => postJson({ email }), who: "active" },
  { path: "/auth/activation-codes", init: byBasic, who: "pending" },
  { path: "/otp/send", init: (email) => postJson({ email }), who: "active" },
];

/**
 * Whether a stranger with a clock learns who is registered: the same request for addresses that somebody has and that
 * nobody has, in pairs, each in an order drawn by lot. As a control, the same without the hash for those that nobody has.
 * Ends with exit code 1 when a door tells, or the control does not.
 */
export async function benchTiming(): Promise<void> {
  await using stack = await startStack();
  const configOf = (cost: Cost): ReturnType<typeof loadConfig> =>
    loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: stack.postgresUrl,
      REDIS_URL: stack.redisUrl,
      EMAIL_API_URL: "http://127.0.0.1:1",
      HASH_BACKEND: cost.backEnd,
      HASH_MEMORY_KIB: String(cost.memoryKib),
      HASH_PASSES: String(cost.passes),
      SECRET_KEY: "0123456789abcdef0123456789abcdef-bench",
    });
  const log = createLog("silent");
  for (const cost of COSTS) {
    const config = configOf(cost);
    await migrateAll(config, log);
    await using resources = await openResources(config, log);
    const app = createApps({ ...resources, draining: new AbortController().signal }).app;
    console.log(
      `\n${cost.name}, ${cost.pairs} pairs: median difference (99 %), area under the curve`,
    );
    for (const door of DOORS) {
      const { interval, area } = await measure(app, resources, door, cost);
      const isSilent =
        interval.every((ms) => Math.abs(ms) <= cost.withinMs) &&
        area >= COIN.min &&
        area <= COIN.max;
      report(`POST ${door.path}`, interval, area, isSilent);
    }
    const [, signIn] = DOORS;
    if (!signIn) throw new Error("there is no door to try");
    const { verify } = resources.hasher;
    resources.hasher.verify = async (hash, password) =>
      hash === null ? false : verify(hash, password);
    const control = await measure(app, resources, signIn, { ...cost, pairs: cost.pairs / 2 });
    report(
      "… without the decoy hash (control)",
      control.interval,
      control.area,
      control.area > SEEN_MIN,
    );
  }
}

function report(name: string, interval: [number, number], area: number, isGood: boolean): void {
  const [from, to] = interval.map((ms) => ms.toFixed(3).padStart(7));
  console.log(
    `  ${name.padEnd(36)} ${from} to ${to} ms   ${area.toFixed(3)}   ${isGood ? "as it should be" : "NOT AS IT SHOULD BE"}`,
  );
  if (!isGood) process.exitCode = 1;
}

async function measure(
  app: Router,
  resources: Resources,
  { path, init, who }: Door,
  { pairs }: Cost,
): Promise<{ interval: [number, number]; area: number }> {
  const known = await writeAccounts(resources, who, pairs + WARM_UP);
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  for (const [index, email] of known.entries()) {
    const pair = [
      ["known", email],
      ["unknown", `${randomUUID()}@example.com`],
    ] as const;
    for (const [kind, address] of Math.random() < 0.5 ? pair : pair.toReversed()) {
      const bindings = { peerAddress: randomAddress(), hostCount: 1, headerBytes: 0 };
      const request = init(address);
      const startedAt = performance.now();
      const answer = await app.request(path, request, bindings);
      await answer.text();
      if (![202, 401].includes(answer.status)) throw new Error(`${path} answered ${answer.status}`);
      if (index >= WARM_UP) times[kind].push(performance.now() - startedAt);
    }
  }
  const differences = times.known.map((ms, i) => ms - (times.unknown[i] ?? Number.NaN));
  return {
    interval: medianInterval(differences),
    area: areaUnderCurve(times.known, times.unknown),
  };
}

async function writeAccounts(
  { pool, hasher }: Resources,
  status: Door["who"],
  count: number,
): Promise<string[]> {
  const { rows } = await pool.query<{ email: string }>(
    `insert into users (id, email, email_normalised, password_hash, status, activated_at)
      select gen_random_uuid(), address, address, $1, $2::text, case $2::text when 'active' then now() end
      from (select gen_random_uuid() || '@example.com' as address from generate_series(1, $3)) as drawn
      returning email`,
    [await hasher.hash(randomUUID()), status, count],
  );
  return rows.map(({ email }) => email);
}
