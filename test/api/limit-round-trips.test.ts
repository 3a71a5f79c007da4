import { describe, test, vi } from "vitest";
import { getMe, newPerson, register } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { startCountingProxy } from "../support/round-trips.ts";
import { getMeAs, newActivePerson, newSignedIn } from "../support/session.ts";
import { type TestService, startService } from "../support/service.ts";

const REQUESTS = 40;

/** Runs requests one after the other and returns the Redis round trips and commands of each, on average. */
async function measure(
  environment: Record<string, string>,
  prepare: (service: TestService) => Promise<() => Promise<unknown>>,
): Promise<{ trips: number; commands: number }> {
  // Of its own: a Redis whose scripts another test flushes answers some requests a second time.
  await using redis = await startOwnRedis();
  await using proxy = await startCountingProxy(redis.url);
  await using service = await startService({
    REDIS_URL: proxy.url,
    // What is written beside the requests would be counted with them.
    JOURNAL_MAX: "0",
    ...environment,
  });
  vi.spyOn(service.resources.traffic, "count").mockReturnValue();
  const request = await prepare(service);
  // The first one also teaches Redis the scripts.
  await request();
  const commands = vi.spyOn(service.resources.redis, "sendCommand");
  proxy.reset();
  for (let i = 0; i < REQUESTS; i++) await request();
  return {
    trips: proxy.roundTrips() / REQUESTS,
    commands: commands.mock.calls.length / REQUESTS,
  };
}

const readOwnAccount = async (service: TestService): Promise<() => Promise<unknown>> => {
  const { tokens } = await newSignedIn(service);
  return () => getMeAs(service, tokens);
};

const readByPassword = async (service: TestService): Promise<() => Promise<unknown>> => {
  const person = await newActivePerson(service);
  return () => getMe(service, person);
};

describe("a limit check is one Redis round trip, however many policies apply", () => {
  test("two policies: none without limits, one with them", async ({ expect }) => {
    expect(await measure({ LIMITS: "off" }, readOwnAccount)).toEqual({ trips: 0, commands: 0 });
    expect(await measure({}, readOwnAccount)).toEqual({ trips: 1, commands: 2 });
  });

  test("a right password: one, and what it gives back beside the answer", async ({ expect }) => {
    const { trips, commands } = await measure({}, readByPassword);
    expect(commands).toBe(4);
    // What is given back may go out with the next request's own.
    expect(trips).toBeGreaterThan(1);
    expect(trips).toBeLessThanOrEqual(2);
  });

  test("five policies of a registration, two with candidates: one", async ({ expect }) => {
    // No mail jobs in between, which have codes to store: nothing takes them up.
    const prepare = async (service: TestService): Promise<() => Promise<unknown>> => {
      const ops = operator(service);
      for (const name of ["register.ip", "send.day"]) {
        const change = { quota: "10/1d", candidate: "5/1h", reason: "a test" };
        const changed = await ops.put(`/ops/limits/${name}`, change, '"0"');
        if (!changed.ok) throw new Error(await changed.text());
      }
      vi.spyOn(service.resources.codes, "retire").mockResolvedValue({ kind: "newer" });
      return () => register(service, newPerson());
    };
    expect(await measure({}, prepare)).toEqual({ trips: 1, commands: 7 });
  });

  test("commands sent one after the other would be seen (control)", async ({ expect }) => {
    const prepare =
      async ({ resources: { redis } }: TestService) =>
      async () => {
        await redis.ping();
        await redis.ping();
      };
    expect(await measure({}, prepare)).toEqual({ trips: 2, commands: 2 });
  });
});
