import { describe, inject, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, register, wrongCode } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { openFaultProxy, through } from "../support/fault-proxy.ts";
import { RUNTIMES, clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";

/** More than an activation has of either store. */
const ANSWERS_MAX = 6;

describe.each(RUNTIMES)(
  "an answer of a store that is lost during an activation, on %s",
  (runtime) => {
    test.each(["Redis", "Postgres"])(
      "by %s, each in turn: who has the code is active in the end, once, and nobody else ever is",
      async (store) => {
        const { expect } = await import("vitest");
        const databaseUrl = await createDatabase();
        const redisUrl = inject("redisUrl");
        await using postgres = await openFaultProxy(Number(new URL(databaseUrl).port));
        await using redis = await openFaultProxy(Number(new URL(redisUrl).port));
        await using mock = await startMailMock();
        await using service = await startServiceProcess(runtime, {
          DATABASE_URL: through(databaseUrl, postgres),
          REDIS_URL: through(redisUrl, redis),
          EMAIL_API_URL: mock.url,
          LIMITS: "off",
        });
        const client = clientOf(service);
        const lossy = store === "Redis" ? redis : postgres;
        const registered = async (): Promise<{
          person: ReturnType<typeof newPerson>;
          code: string;
        }> => {
          const person = newPerson();
          await expect.poll(async () => (await register(client, person)).status).toBe(202);
          const code = codeIn(await mock.mailTo(person.email));
          await expect
            .poll(async () => (await json(getMe(client, person))).code?.state)
            .toBe("sent");
          return { person, code };
        };

        const lost: boolean[] = [];
        for (let nth = 1; nth <= ANSWERS_MAX; nth++) {
          const owner = await registered();
          const other = await registered();
          const lostBefore = lossy.dropped();
          lossy.set({ kind: "lose-reply", nth });
          const first = await activate(client, owner.person, owner.code);
          lossy.set({ kind: "pass" });
          lost.push(lossy.dropped() > lostBefore);
          expect([200, 503], `answer ${nth}`).toContain(first.status);
          // Whoever is told to come again does, with the same request.
          await expect
            .poll(async () => (await activate(client, owner.person, owner.code)).status)
            .toBe(409);
          expect(await json(getMe(client, owner.person))).toMatchObject({ status: "active" });

          lossy.set({ kind: "lose-reply", nth });
          const guess = await activate(client, other.person, wrongCode(other.code));
          lossy.set({ kind: "pass" });
          expect([400, 503], `answer ${nth}`).toContain(guess.status);
          await expect
            .poll(async () => (await json(getMe(client, other.person))).status)
            .toBe("pending");
        }
        // Not void: at least the first answer was lost, of Postgres two (control).
        expect(lost.slice(0, lossy === redis ? 1 : 2)).not.toContain(false);
        const acts = await queryDatabase<{ count: number }>(
          databaseUrl,
          "select count(*)::integer as count from audit_entries where action = 'user.activated' group by account_id",
        );
        expect(acts.map(({ count }) => count)).toEqual(
          Array.from({ length: ANSWERS_MAX }, () => 1),
        );
      },
    );
  },
);
