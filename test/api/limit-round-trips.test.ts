import { describe, test, vi } from "vitest";
import { getMe, newPerson, register } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { countStoreTrips } from "../support/store-trips.ts";
import { getMeAs, newActivePerson, newSignedIn } from "../support/session.ts";
import type { TestService } from "../support/service.ts";

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
    const without = await countStoreTrips({ LIMITS: "off" }, readOwnAccount);
    expect(without).toMatchObject({ trips: 0, commands: 0 });
    expect(await countStoreTrips({}, readOwnAccount)).toMatchObject({ trips: 1, commands: 2 });
  });

  test("a right password: one, and what it gives back beside the answer", async ({ expect }) => {
    const { trips, commands } = await countStoreTrips({}, readByPassword);
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
    expect(await countStoreTrips({}, prepare)).toMatchObject({ trips: 1, commands: 7 });
  });

  test("commands sent one after the other would be seen (control)", async ({ expect }) => {
    const prepare =
      async ({ resources: { redis } }: TestService) =>
      async () => {
        await redis.ping();
        await redis.ping();
      };
    expect(await countStoreTrips({}, prepare)).toMatchObject({ trips: 2, commands: 2 });
  });
});
