import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { type EventApi, interceptEvents } from "../support/event-api.ts";
import { operator } from "../support/operator.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";

const AT_ONCE = 50;

let product: EventApi;
let first: TestService;
let second: TestService;
beforeAll(async () => {
  product = interceptEvents();
  const shared = {
    ...product.environment,
    DATABASE_URL: await createDatabase(),
    SECRET_KEY: randomUUID() + randomUUID(),
  };
  [first, second] = [await startService(shared), await startService(shared)];
});
afterAll(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

const trips = async ({ resources }: TestService): Promise<Record<string, unknown>[]> => {
  const { rows } = await resources.pool.query<{ data: Record<string, unknown> }>(
    "select payload->'data' as data from webhook_events where type = 'limit.tripped' order by created_at",
  );
  return rows.map(({ data }) => data);
};
/** Registers from one network until a limit has refused so many; as many at once as the stores bear. */
async function attack(service: TestService, refusals: number, from: string): Promise<void> {
  const oneNetwork: Pick<TestService, "request"> = {
    request: (path, init) => service.request(path, { ...init, from }),
  };
  for (let refused = 0; refused < refusals;) {
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => register(oneNetwork, newPerson())),
    );
    refused += answers.filter(({ status }) => status === 429).length;
  }
}
const lost = async (service: TestService): Promise<number> => {
  const text = await (await operator(service).get("/metrics")).text();
  return Number(
    /^latchkey_limit_trips_lost_total\{policy="register.ip"\} (\d+)/m.exec(text)?.[1] ?? 0,
  );
};

describe("a limit that refuses", () => {
  test("1,000 times in a burst, on two instances, is told once, and nothing says whom", async ({
    expect,
  }) => {
    const network = randomAddress();
    await Promise.all([attack(first, 500, network), attack(second, 500, network)]);
    await product.wait("limit.tripped");
    // Another network's refusals are of the same limit.
    await attack(first, 20, randomAddress());
    expect(await trips(first)).toEqual([
      {
        policy: "register.ip",
        quota: "20/1h",
        route: "POST /users",
        refused_since_last: expect.any(Number),
      },
    ]);
    expect(JSON.stringify(product.heard)).not.toContain(network);
  });

  test("again a minute later is told with how many it refused meanwhile", async ({ expect }) => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 61_001);
    const { redis, serviceName } = first.resources;
    await redis.del(`limit-trip:{${serviceName}}:register.ip`);
    await attack(first, 1, randomAddress());
    await vi.waitUntil(async () => (await trips(first)).length === 2, { timeout: 15_000 });
    const [, later] = await trips(first);
    expect(later?.["refused_since_last"]).toBeGreaterThan(20);
    clock.mockRestore();
  });
});

test("a limit in shadow mode refuses nobody, and nothing is told; enforced it is (control)", async ({
  expect,
}) => {
  const events = interceptEvents();
  await using service = await startService(events.environment);
  const change = (mode: string, version: string): Promise<Response> =>
    operator(service).put(
      "/ops/limits/register.ip",
      { quota: "20/1h", mode, reason: "x" },
      version,
    );
  const { headers } = await change("shadow", '"0"');
  const from = randomAddress();
  for (let i = 0; i < 25; i++)
    expect(
      (
        await register(
          { request: (path, init) => service.request(path, { ...init, from }) },
          newPerson(),
        )
      ).status,
    ).toBe(202);
  expect(await trips(service)).toEqual([]);
  await change("enforce", headers.get("etag") ?? "");
  await attack(service, 1, from);
  await events.wait("limit.tripped");
});

test("a refusal is answered as always when its event cannot be written, and that is counted", async ({
  expect,
}) => {
  const events = interceptEvents();
  await using service = await startService(events.environment);
  const { pool } = service.resources;
  const network = randomAddress();
  await pool.query("alter table webhook_events rename to away");
  expect(await lost(service)).toBe(0);
  await attack(service, 5, network);
  await vi.waitUntil(async () => (await lost(service)) === 1, { timeout: 15_000 });
  await pool.query("alter table away rename to webhook_events");
});
