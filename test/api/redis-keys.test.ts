import { test } from "vitest";
import { activate, postJson, registerNew, wrongCode } from "../support/client.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { operator } from "../support/operator.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { randomAddress } from "../support/random-address.ts";
import { startService } from "../support/service.ts";
import { newSignedIn, sendAs } from "../support/session.ts";

test("every key in Redis has a life and tells nobody's address", async ({ expect }) => {
  await using redis = await startOwnRedis();
  await using service = await startService({ REDIS_URL: redis.url });
  const from = randomAddress();
  const { person, code } = await registerNew(service);
  await activate(service, person, wrongCode(code));
  const change = { quota: "20/1h", candidate: "10/1h", reason: "a test" };
  await operator(service).put("/ops/limits/register.ip", change, '"0"');
  await service.request("/users", { ...postJson(person), from });
  const otp = await askForOtp(service);
  await verifyOtp(service, otp.id, wrongCode(otp.code));
  await verifyOtp(service, otp.id, otp.code);
  const { tokens } = await newSignedIn(service);
  await sendAs(service, tokens, "POST", "/live/tickets");
  await service.resources.journal.flush();
  const { redis: client } = service.resources;
  await expect
    .poll(async () => new Set((await client.keys("*")).map((key) => key.split(":")[0])))
    .toEqual(
      new Set([
        "limit",
        "code",
        "wrong-codes",
        "journal",
        "traffic",
        "otp",
        "otp-tries",
        "live",
        "live-ticket",
      ]),
    );
  for (const key of await client.keys("*")) {
    // Callers share the keys of limits; behind the tries of a passwordless code stands the number of a flow.
    expect(key).toMatch(
      /^[a-z-]+:\{(\d{1,5}|[\w-]{22}|[\w-]{43})\}(:[\da-f-]{36}|(:[a-z.-]+)?(:\d+)?(:candidate)?)$/,
    );
    if (key.startsWith("limit:"))
      for (const caller of await client.hkeys(key)) expect(caller).toMatch(/^([\w-]{16}|swept)$/);
    expect(await client.pttl(key), key).toBeGreaterThan(0);
  }
});
