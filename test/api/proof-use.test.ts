import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { isBack, startOwnRedis } from "../support/own-redis.ts";
import { SHARED, checkProof, makeProof } from "../support/proofs.ts";
import { type TestService, startService } from "../support/service.ts";

const ONCE = { single_use: true };
let service: TestService;
beforeAll(async () => {
  service = await startService(SHARED);
});
afterAll(() => service[Symbol.asyncDispose]());

const codeOf = async (response: Response): Promise<unknown> =>
  response.ok ? response.status : (await json(response)).code;

describe("a proof for single use", () => {
  test("is good once, in whichever of its forms comes first", async ({ expect }) => {
    const [one, other, third] = [makeProof(service), makeProof(service), makeProof(service)];
    const orders = [
      [one.jws, one.jws, one.details],
      [other.details, other.jws, other.details],
    ];
    for (const forms of orders) {
      const codes = [];
      for (const proof of forms) codes.push(await codeOf(await checkProof(service, proof, ONCE)));
      expect(codes).toEqual([200, "proof_used", "proof_used"]);
    }
    const again = await checkProof(service, one.jws, ONCE);
    expect([again.status, (await json(again)).detail]).toEqual([409, "Have another one made."]);
    // Each proof for itself; and whoever does not ask for single use is not told.
    expect(await codeOf(await checkProof(service, third.jws, ONCE))).toBe(200);
    expect(await codeOf(await checkProof(service, one.jws))).toBe(200);
  });

  test("is not used up by a check that fails, or that is not for single use", async ({
    expect,
  }) => {
    const { jws, details } = makeProof(service);
    for (const proof of [jws, details]) {
      expect(await codeOf(await checkProof(service, proof))).toBe(200);
      for (const more of [{ audience: "shop" }, { nonce: "another" }])
        expect(await codeOf(await checkProof(service, proof, { ...ONCE, ...more }))).toBe(
          "invalid_proof",
        );
    }
    expect(await codeOf(await checkProof(service, jws, ONCE))).toBe(200);
  });

  test("is good once of 100 at the same time, half of them in its other form", async ({
    expect,
  }) => {
    const { jws, details } = makeProof(service);
    const all = Array.from({ length: 100 }, (_, i) =>
      checkProof(service, i % 2 === 0 ? jws : details, ONCE),
    );
    const codes = await Promise.all((await Promise.all(all)).map(codeOf));
    expect(codes.filter((code) => code === 200)).toHaveLength(1);
    expect(codes.filter((code) => code === "proof_used")).toHaveLength(99);
  });

  test("is not used up by somebody who shares a key for another audience and knows its id", async ({
    expect,
  }) => {
    const { jws, subject } = makeProof(service);
    const theirs = makeProof(service, { aud: "shop", jti: subject.jti });
    const used = await checkProof(service, theirs.details, { ...ONCE, audience: "shop" });
    expect(await codeOf(used)).toBe(200);
    expect(await codeOf(await checkProof(service, jws, ONCE))).toBe(200);
  });
});

/** What was issued in the second in which Redis started may be from before. */
const isOlderThanASecond = ({ resources: { redis } }: TestService): Promise<unknown> =>
  vi.waitUntil(async () => /uptime_in_seconds:[1-9]/.test(await redis.info("server")), {
    timeout: 15_000,
  });

describe("when Redis", () => {
  test("is away, a proof is told good or bad, and nothing is used up uncounted", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using alone = await startService({ ...SHARED, REDIS_URL: redis.url });
    const { jws, details } = makeProof(alone);
    await redis.kill();
    for (const proof of [jws, details]) {
      expect((await checkProof(alone, proof)).status).toBe(200);
      expect((await checkProof(alone, proof, { audience: "shop" })).status).toBe(400);
      const refused = await checkProof(alone, proof, ONCE);
      expect([refused.status, refused.headers.has("retry-after")]).toEqual([503, true]);
    }
  });

  test("forgot in a restart, no proof from before is good once more", async ({ expect }) => {
    await using redis = await startOwnRedis();
    await using alone = await startService({ ...SHARED, REDIS_URL: redis.url });
    await isOlderThanASecond(alone);
    const [used, unused] = [makeProof(alone), makeProof(alone)];
    expect(await codeOf(await checkProof(alone, used.jws, ONCE))).toBe(200);
    const back = isBack(alone.resources.redis);
    await redis.kill();
    await redis.restart();
    await back;
    for (const { jws, details } of [used, unused])
      for (const proof of [jws, details]) {
        const response = await checkProof(alone, proof, ONCE);
        expect([response.status, (await json(response)).detail]).toEqual([
          409,
          expect.stringContaining("not known any more"),
        ]);
      }
    await isOlderThanASecond(alone);
    expect(await codeOf(await checkProof(alone, makeProof(alone).jws, ONCE))).toBe(200);
  });

  test("notes a use, its key tells nobody's id and goes when every clock says the proof is over", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using alone = await startService({ ...SHARED, LIMITS: "off", REDIS_URL: redis.url });
    await isOlderThanASecond(alone);
    for (const { jws } of [makeProof(alone), makeProof(alone)])
      expect(await codeOf(await checkProof(alone, jws, ONCE))).toBe(200);
    const { redis: client } = alone.resources;
    const keys = await client.keys("proof*");
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key).toMatch(/^proof-used:\{[\w-]{43}\}$/);
      // Five minutes of the proof, five seconds at both ends, and five minutes between clocks.
      const leftMs = await client.pttl(key);
      expect(leftMs).toBeLessThanOrEqual(610_000);
      expect(leftMs).toBeGreaterThan(600_000);
    }
  });
});
