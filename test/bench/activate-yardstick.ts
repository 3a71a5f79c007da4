import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { activateAccount, findAccountOrNobody } from "../../src/postgres/users.ts";
import { type CodeKey, createOneTimeCodes } from "../../src/redis/one-time-codes.ts";

// The least that can be done for an activation, as a process of its own: as many round trips, with the same statements and
// the same script for the code, told what they need in the clear. No limits, no log, no checks.
declare const Bun: {
  serve(options: { port: number; fetch: typeof app.fetch }): { port: number };
};

/** What a request of the yardstick says. */
export type Told = { email: string; key: CodeKey; generation: number; digest: string };

const redis = new Redis(process.env["REDIS_URL"] ?? "");
const pool = new Pool({ connectionString: process.env["DATABASE_URL"] ?? "" });
const codes = createOneTimeCodes(redis);
const origin = { ip: "198.18.0.1", requestId: "bench" };

const app = new Hono();
app.post("/auth/activate", async (c) => {
  const { email, key, generation, digest } = await c.req.json<Told>();
  await redis.ping();
  const account = await findAccountOrNobody(pool, email);
  const redemption = await codes.redeem(key, { generation, digest });
  if (!account || redemption.kind !== "right") return c.json({ status: redemption.kind }, 400);
  const { settlement } = redemption;
  const used = { addressPseudonym: key.holder, settlement };
  const isActive = await activateAccount(pool, account, used, origin, null);
  return isActive ? c.json({ status: "active" }) : c.json({ status: "not" }, 400);
});

const announce = ({ port }: { port: number }): void => console.log(JSON.stringify({ port }));
if ("bun" in process.versions) announce(Bun.serve({ port: 0, fetch: app.fetch }));
else serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, announce);
