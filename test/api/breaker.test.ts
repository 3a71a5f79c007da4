import { describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { json } from "../support/answer.ts";
import { activate, registerNew, wrongCode } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

const UNLIMITED = { LIMITS: "off" };

/** Wrong codes over so many addresses, three each. */
async function spray(service: TestService, addresses: number): Promise<void> {
  await Promise.all(
    Array.from({ length: addresses }, async () => {
      const { person, code } = await registerNew(service);
      for (let guess = 1; guess <= 3; guess++)
        await activate(service, person, wrongCode(code, guess));
    }),
  );
}

describe("a spray over many addresses", () => {
  test("makes every new code long after 100 wrong ones, once and for all instances", async ({
    expect,
  }) => {
    await using service = await startService(UNLIMITED);
    const ops = operator(service);
    await spray(service, 33);
    expect((await registerNew(service)).code).toMatch(/^\d{4}$/);
    expect(await json(ops.get("/ops/breaker"))).toMatchObject({
      open: false,
      wrong_codes: { day: 99, hour: 99 },
      threshold: { day: 100 },
    });
    await spray(service, 2);
    const { person, code } = await registerNew(service);
    expect(code).toMatch(/^\d{8}$/);
    expect(await json(ops.get("/ops/breaker"))).toMatchObject({
      open: true,
      openings: [{ wrong_codes: 101, threshold: 100 }],
    });
    const told = service.logLines.filter((line) => line.includes("breaker opened"));
    expect(told).toHaveLength(1);
    expect(await (await ops.get("/metrics")).text()).toMatch(/^latchkey_breaker_open 1$/m);

    // Nobody is refused: the long code is as good as the short one was.
    expect((await activate(service, person, code)).status).toBe(200);

    const { DATABASE_URL, REDIS_URL, SECRET_KEY } = service.resources.config;
    await using other = await startService({ ...UNLIMITED, DATABASE_URL, REDIS_URL, SECRET_KEY });
    const { redis, serviceName } = service.resources;
    expect(await redis.del(`wrong-codes:{${serviceName}}`)).toBe(1);
    expect(await json(operator(other).get("/ops/breaker"))).toMatchObject({ open: true });
  });

  test("is over when an hour was quiet", async ({ expect }) => {
    await using service = await startService({ ...UNLIMITED, BREAKER_WRONG_CODES: "5" });
    await spray(service, 2);
    expect((await registerNew(service)).code).toMatch(/^\d{8}$/);
    await service.resources.pool.query("update breaker_openings set open_until = now()");
    expect((await registerNew(service)).code).toMatch(/^\d{4}$/);
  });

  test("is none when the threshold is higher (control)", async ({ expect }) => {
    await using service = await startService({ ...UNLIMITED, BREAKER_WRONG_CODES: "1000" });
    await spray(service, 40);
    expect((await registerNew(service)).code).toMatch(/^\d{4}$/);
  });
});

test("a wrong code that cannot be counted for the breaker is answered all the same", async ({
  expect,
}) => {
  await using service = await startService(UNLIMITED);
  const { person, code } = await registerNew(service);
  const count = vi.spyOn(service.resources.wrongCodes, "count");
  count.mockRejectedValue(new UnavailableError("unavailable", 2));
  expect((await activate(service, person, wrongCode(code))).status).toBe(400);
  expect(service.logLines.join("")).toContain("a wrong code was not counted for the breaker");
  count.mockRestore();
  expect((await activate(service, person, code)).status).toBe(200);
});
