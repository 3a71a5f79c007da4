import { setTimeout as delay } from "node:timers/promises";
import { describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, clientOf, startServiceProcess } from "../support/processes.ts";
import { residentBytes } from "../support/resident-bytes.ts";

const SECONDS = 5;
const PER_SECOND = 200;
const MEMORY_MAX_BYTES = 400 * 1_048_576;

// How many are served, and how soon the others are told, is measured by test/bench/shed.ts.
describe.each(RUNTIMES)(
  "200 registrations a second at the full cost of a hash, on %s",
  (runtime) => {
    test("are accepted or told when to come again, hold nobody else up, and cost little memory", async ({
      expect,
    }) => {
      await using service = await startServiceProcess(runtime, {
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: "http://127.0.0.1:1",
        LIMITS: "off",
        HASH_MEMORY_KIB: "19456",
        HASH_PASSES: "2",
      });
      const client = clientOf(service);
      // Alone they are served (control).
      for (let i = 0; i < 3; i++) expect((await register(client, newPerson())).status).toBe(202);

      const answers: Promise<Response>[] = [];
      const others: number[] = [];
      let most = 0;
      for (let sent = 0; sent < SECONDS * PER_SECOND; sent += PER_SECOND / 10) {
        for (let i = 0; i < PER_SECOND / 10; i++) answers.push(register(client, newPerson()));
        const startedAt = performance.now();
        expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
        others.push(performance.now() - startedAt);
        most = Math.max(most, residentBytes(service));
        await delay(100);
      }
      const responses = await Promise.all(answers);
      const refused = responses.filter(({ status }) => status !== 202);
      expect(
        refused.filter(({ status, headers }) => status !== 503 || !headers.has("retry-after")),
      ).toEqual([]);
      // Neither all nor none: there is more than can be hashed, and hashing goes on.
      expect(refused.length).toBeGreaterThan(0);
      expect(responses.length - refused.length).toBeGreaterThan(SECONDS);
      expect(others.toSorted((a, b) => a - b)[Math.floor(others.length / 2)]).toBeLessThan(1000);
      expect(most).toBeLessThan(MEMORY_MAX_BYTES);
    });
  },
);
