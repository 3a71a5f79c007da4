import { describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { countStoreTrips } from "../support/store-trips.ts";
import { getMeAs, newSignedIn } from "../support/session.ts";
import type { TestService } from "../support/service.ts";

const readOwnAccount = async (service: TestService): Promise<() => Promise<unknown>> => {
  const { tokens } = await newSignedIn(service);
  return () => getMeAs(service, tokens);
};

describe("a limit check is one Redis round trip, however many policies apply", () => {
  test("two policies: none without limits, one with them", async ({ expect }) => {
    const without = await countStoreTrips({ LIMITS: "off" }, readOwnAccount);
    expect(without).toMatchObject({ redisTrips: 0, commands: 0 });
    expect(await countStoreTrips({}, readOwnAccount)).toMatchObject({ redisTrips: 1, commands: 2 });
  });

  test("five policies of a registration, two with candidates: one", async ({ expect }) => {
    const prepare = async (service: TestService): Promise<() => Promise<unknown>> => {
      const ops = operator(service);
      for (const name of ["register.ip", "send.day"]) {
        const change = { quota: "10/1d", candidate: "5/1h", reason: "a test" };
        const changed = await ops.put(`/ops/limits/${name}`, change, '"0"');
        if (!changed.ok) throw new Error(await changed.text());
      }
      return () => register(service, newPerson());
    };
    expect(await countStoreTrips({}, prepare)).toMatchObject({ redisTrips: 1, commands: 7 });
  });

  test("commands sent one after the other would be seen (control)", async ({ expect }) => {
    const prepare =
      async ({ resources: { redis } }: TestService) =>
      async () => {
        await redis.ping();
        await redis.ping();
      };
    expect(await countStoreTrips({}, prepare)).toMatchObject({ redisTrips: 2, commands: 2 });
  });
});
