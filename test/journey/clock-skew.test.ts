import { randomUUID } from "node:crypto";
import { inject, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  getMe,
  newPerson,
  register,
  requestCode,
  wrongCode,
} from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { readMetric } from "../support/live-service.ts";
import {
  RUNTIMES,
  type RunningProcess,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { getMeAs, openSession } from "../support/session.ts";

/** More than five minutes, the life of an access token. */
const APART_MS = 360_000;

const cases = RUNTIMES.flatMap((runtime) =>
  [APART_MS, -APART_MS].map((aheadMs) => ({ runtime, aheadMs })),
);

const readinessOf = async ({ url }: RunningProcess): Promise<[number, unknown]> => {
  const response = await fetch(`${url}/health/ready`);
  return [response.status, (await json(response)).checks];
};

describe.each(cases)(
  "an instance on $runtime whose clock is ahead by $aheadMs ms",
  ({ runtime, aheadMs }) => {
    test("says so and is not ready; codes and limits are as at the other one; and it recovers", async ({
      expect,
    }) => {
      const shared = {
        DATABASE_URL: await createDatabase(),
        REDIS_URL: inject("redisUrl"),
        SECRET_KEY: randomUUID() + randomUUID(),
        OPS_PASSWORD: "operators-of-a-test",
      };
      await using mock = await startMailMock();
      const environment = { ...shared, EMAIL_API_URL: mock.url };
      await using right = await startServiceProcess(runtime, environment);
      await using wrong = await startServiceProcess(
        runtime,
        { ...environment, CLOCK_AHEAD_MS: String(aheadMs) },
        [runtime === "bun" ? "--preload" : "--import", "./test/support/skewed-clock.ts"],
      );

      // It says so by itself, and the other one does not (control).
      await wrong.line(/the clock is not Postgres' clock/);
      const up = { postgres: "ok", redis: "ok" };
      expect(await readinessOf(wrong)).toEqual([503, { ...up, clock: "off" }]);
      expect(await readinessOf(right)).toEqual([200, { ...up, clock: "ok" }]);
      const offsetOf = (service: RunningProcess): Promise<number> =>
        readMetric(clientOf(service), "latchkey_clock_offset_seconds");
      expect(await offsetOf(wrong)).toBeCloseTo(aheadMs / 1000, -1);
      expect(await offsetOf(right)).toBeCloseTo(0, -1);

      // Each registers at one and activates at the other.
      const people: Person[] = [];
      for (const [first, second] of [
        [wrong, right],
        [right, wrong],
      ] as const) {
        const [here, there] = [clientOf(first), clientOf(second)];
        const person = newPerson();
        expect((await register(here, person)).status).toBe(202);
        const code = codeIn(await mock.mailTo(person.email));
        await expect.poll(async () => (await json(getMe(there, person))).code.state).toBe("sent");
        expect((await requestCode(here, person)).status).toBe(429);
        expect((await requestCode(there, person)).status).toBe(429);
        expect(await json(activate(there, person, wrongCode(code)))).toMatchObject({
          attempts_left: 4,
        });
        expect(await json(activate(here, person, wrongCode(code)))).toMatchObject({
          attempts_left: 3,
        });
        expect((await activate(there, person, code)).status).toBe(200);
        people.push(person);
      }
      const [ada] = people;
      if (!ada) throw new Error("nobody is there");

      // A limit counts for both: of 5 mails an hour to one address 4 are left.
      const sends: number[] = [];
      for (let i = 0; i < 6; i++)
        sends.push((await register(clientOf(i % 2 ? right : wrong), ada)).status);
      expect(sends).toEqual([202, 202, 202, 202, 429, 429]);

      // A token of a time that is none yet, or over, is refused elsewhere: it lets nobody in for longer.
      const tokens = await openSession(clientOf(wrong), ada);
      expect((await getMeAs(clientOf(right), tokens)).status).toBe(401);
      const others = await openSession(clientOf(right), ada);
      expect((await getMeAs(clientOf(right), others)).status).toBe(200);

      wrong.kill("SIGUSR2");
      await expect.poll(() => readinessOf(wrong)).toEqual([200, { ...up, clock: "ok" }]);
      await wrong.line(/the clock is right again/);
      const again = await openSession(clientOf(wrong), ada);
      expect((await getMeAs(clientOf(right), again)).status).toBe(200);
    });
  },
);
