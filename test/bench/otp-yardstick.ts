import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { Redis } from "ioredis";
import { loadConfig } from "../../src/config.ts";
import { otpPolicyOf } from "../../src/code-policy.ts";
import { SIGN_IN_PURPOSE } from "../../src/domain/otp.ts";
import { deriveKeys } from "../../src/keys.ts";
import { otpKeyOf } from "../../src/otp-key.ts";
import { readScript } from "../../src/redis/script.ts";

// The least that can be done for a proof in two round trips to Redis, as a process of its own: nothing at all in the first,
// as in the yardstick of activations; then the same script, told what it needs in the clear, one signature over as much, and
// an answer of the same size. No limits, no log, no checks.
declare const Bun: {
  serve(options: { port: number; fetch: typeof app.fetch }): { port: number };
};

const config = loadConfig(process.env);
const { triesMax, budgetMax, longDigits } = otpPolicyOf(config);
const { scope } = otpKeyOf(deriveKeys(config.SECRET_KEY), {
  emailNormalised: "",
  purpose: SIGN_IN_PURPOSE,
  audience: config.TOKEN_AUDIENCE,
});
const redis = new Redis(config.REDIS_URL);
const sha = String(
  await redis.script("LOAD", readScript("redeem-otp-2", ["lib-epoch", "lib-otp"])),
);
const { privateKey } = generateKeyPairSync("ed25519");
const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");
const signed = [
  { alg: "EdDSA", typ: "identity-proof+jwt", kid: "k".repeat(43) },
  {
    iss: config.PUBLIC_URL,
    aud: config.TOKEN_AUDIENCE,
    sub: "s".repeat(43),
    email: `${randomUUID()}@example.com`,
    purpose: SIGN_IN_PURPOSE,
    jti: randomUUID(),
    iat: 1_790_000_000,
    email_verified: true,
    exp: 1_790_000_300,
  },
]
  .map(encode)
  .join(".");

const app = new Hono();
app.post("/otp/verify", async (c) => {
  await redis.ping();
  const { id } = await c.req.json<{ id: string }>();
  const [holder, flowId, expiresAtMs, digest] = id.split(" ") as [string, string, string, string];
  const [kind] = (await redis.evalsha(
    sha,
    2,
    `otp:{${holder}}`,
    `otp-tries:{${holder}}:${flowId}`,
    flowId,
    expiresAtMs,
    scope,
    digest,
    triesMax,
    budgetMax,
    longDigits,
  )) as [string];
  if (kind !== "right") return c.json({ kind }, 400);
  const signature = sign(null, Buffer.from(signed), privateKey).toString("base64url");
  return c.json({ format: "jws", proof: `${signed}.${signature}`, expires_in: 300 });
});

const announce = ({ port }: { port: number }): void => console.log(JSON.stringify({ port }));
if ("bun" in process.versions) announce(Bun.serve({ port: 0, fetch: app.fetch }));
else serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, announce);
