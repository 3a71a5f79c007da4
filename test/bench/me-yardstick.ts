import { createPublicKey, verify } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { loadConfig } from "../../src/config.ts";
import { deriveKeys } from "../../src/keys.ts";
import { keyOfSeed } from "../../src/tokens/key-set.ts";

// The least that can be done for a request with an access token, as a process of its own: its signature is verified, and an
// answer of the usual size goes back. No session, no account, no limits, no log, and nothing of the token but its signature.
declare const Bun: {
  serve(options: { port: number; fetch: typeof app.fetch }): { port: number };
};

const { x } = keyOfSeed(deriveKeys(loadConfig(process.env).SECRET_KEY).signing.export(), 0);
const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
const account = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21@example.com",
  username: null,
  status: "active",
  role: "user",
  locale: "en",
  created_at: "2026-01-31T12:00:00.000Z",
  activated_at: "2026-01-31T12:00:01.000Z",
  email_state: "ok",
  email_change: null,
};

const app = new Hono();
app.get("/users/me", (c) => {
  const token = (c.req.header("authorization") ?? "").slice("Bearer ".length);
  const end = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  const isOurs = verify(null, Buffer.from(token.slice(0, end)), publicKey, signature);
  return isOurs ? c.json(account) : c.json({ status: "unknown" }, 401);
});

const announce = ({ port }: { port: number }): void => console.log(JSON.stringify({ port }));
if ("bun" in process.versions) announce(Bun.serve({ port: 0, fetch: app.fetch }));
else serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, announce);
