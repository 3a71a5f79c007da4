import { describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { newPerson } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { createDatabase } from "../support/database.ts";
import { isBack, startOwnRedis } from "../support/own-redis.ts";
import { openFaultProxy, through } from "../support/fault-proxy.ts";
import { startService } from "../support/service.ts";
import { countStoreTrips } from "../support/store-trips.ts";

const AWAY =
  /^The service is not available at the moment\. Nothing was changed\. You can try again/;

describe("the page of an account asks the stores", () => {
  test("once for the limits, once for who is signed in, and then for three things at once", async ({
    expect,
  }) => {
    const asked = await countStoreTrips({}, async (service) => {
      const { read } = await openAccount(service);
      return async () => {
        const { status } = await read();
        if (status !== 200) throw new Error(`it answered ${status}`);
      };
    });
    // The session with its account; how mails to it fare, a change of its address, its sessions.
    const redis = { redisTrips: 1, commands: 2, beside: 0 };
    expect(asked).toEqual({ ...redis, postgresTrips: 2, statements: 4 });
  });
});

describe("while a store is away", () => {
  test("Redis: what compares no secret goes on; the rest is refused on the page, which keeps what was typed", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    const here = await openAccount(service);
    const { person, send, read } = here;
    const other = await openAccount(service, person);
    const [waiting, next] = [newPerson().email, newPerson().email];
    const ask = { new_email: waiting, email_password: person.password };
    expect((await send("/account/email", ask)).status).toBe(303);
    const code = codeIn(await service.email.mailTo(waiting));
    await redis.kill();

    const page = await read();
    expect(page.status).toBe(200);
    expect(page.text).toContain("Whether you asked for another address cannot be said");
    const saved = await send("/account/profile", { username: "", locale: "fr" });
    expect(saved.status).toBe(303);
    const password = { current_password: person.password, new_password: newPerson().password };
    const refused = {
      password: await send("/account/password", password),
      email: await send("/account/email", { ...ask, new_email: next }),
      code: await send("/account/email/confirm", { code }),
      deletion: await send("/account/deletion", {
        confirmed: "yes",
        deletion_password: person.password,
      }),
    };
    for (const [name, { status, line, text }] of Object.entries(refused)) {
      expect([name, status]).toEqual([name, 503]);
      expect(line).toMatch(AWAY);
      expect(text).toContain('<option value="fr" lang="fr" selected');
    }
    expect(refused.email.text).toContain(`value="${next}"`);
    expect((await send("/account/devices/others")).status).toBe(303);
    expect((await other.read()).status).toBe(303);

    const back = isBack(service.resources.redis);
    await redis.restart();
    await back;
    expect((await send("/account/password", password)).status).toBe(303);
  });

  test("Postgres: the page says so and when to come again, who is signed in stays it, and nothing was changed", async ({
    expect,
  }) => {
    const databaseUrl = await createDatabase();
    const proxy = await openFaultProxy(Number(new URL(databaseUrl).port));
    await using service = await startService({ DATABASE_URL: through(databaseUrl, proxy) });
    const { person, client, send, read } = await openAccount(service);
    const cookies = new Map(client.cookies);
    await proxy[Symbol.asyncDispose]();
    const said = [
      await read(),
      await send("/account/profile", { username: "ada", locale: "de" }),
      await send("/account/deletion", { confirmed: "yes", deletion_password: person.password }),
    ];
    for (const { status, line, text } of said) {
      expect(status).toBe(503);
      expect(line).toMatch(AWAY);
      expect(text).toContain("<title>Error: ");
    }
    expect(client.cookies).toEqual(cookies);
  });
});
