import { cp, rm } from "node:fs/promises";
import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, activate, basic, newPerson, postJson, register } from "../support/client.ts";
import { queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { startOwnPostgres } from "../support/own-postgres.ts";
import { clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";
import { codeBlocksBelow } from "../support/readme.ts";
import {
  type Tokens,
  changePassword,
  getMeAs,
  openSession,
  refresh,
  sendAs,
  signIn,
} from "../support/session.ts";

describe("Postgres as it was an hour ago", () => {
  test("what was done since is undone, as the README says, and its statements make it safe", async ({
    expect,
  }) => {
    await using postgres = await startOwnPostgres();
    await using mock = await startMailMock();
    const options = { DATABASE_URL: postgres.url, EMAIL_API_URL: mock.url };
    await using service = await startServiceProcess("node", options);
    const client = clientOf(service);
    const backup = `${postgres.dataDir}-backup`;
    const codeOf = async ({ email }: Person): Promise<string> => codeIn(await mock.mailTo(email));
    const appear = async (): Promise<Person> => {
      const person = newPerson();
      await register(client, person);
      expect((await activate(client, person, await codeOf(person))).status).toBe(200);
      return person;
    };
    const [owner, late] = [await appear(), newPerson()];
    const [renewing, idle, leaving] = [
      await openSession(client, owner),
      await openSession(client, owner),
      await openSession(client, owner),
    ];
    await register(client, late);
    const lateCode = await codeOf(late);

    await postgres.stop();
    await cp(postgres.dataDir, backup, { recursive: true, preserveTimestamps: true });
    await postgres.start();
    const ready = async (): Promise<boolean> =>
      (await client.request("/health/ready")).status === 200;
    await expect.poll(ready).toBe(true);

    const renewed = (await json(refresh(client, renewing))) as Tokens;
    expect((await sendAs(client, leaving, "DELETE", "/sessions/current")).status).toBe(204);
    expect((await activate(client, late, lateCode)).status).toBe(200);
    const newcomer = newPerson();
    const once = { "idempotency-key": "once" };
    expect((await register(client, newcomer, once)).status).toBe(202);
    await mock.mailTo(newcomer.email);
    const stranger = await appear();
    const changed = newPerson().password;
    expect(
      (await changePassword(client, await openSession(client, owner), owner, changed)).status,
    ).toBe(204);

    await postgres.stop();
    await rm(postgres.dataDir, { recursive: true });
    await cp(backup, postgres.dataDir, { recursive: true, preserveTimestamps: true });
    await postgres.start();
    await expect.poll(ready).toBe(true);

    // Who came since is not known, and may come again.
    expect((await signIn(client, stranger)).status).toBe(401);
    expect((await register(client, newcomer, once)).status).toBe(202);
    // Who activated since is pending again; Redis remembers his code, which is right once more.
    const standing = await client.request("/users/me", { headers: { authorization: basic(late) } });
    expect((await json(standing)).status).toBe("pending");
    expect((await activate(client, late, lateCode)).status).toBe(200);
    // The older password is good again, and the session that was ended.
    expect((await signIn(client, owner)).status).toBe(201);
    expect((await getMeAs(client, leaving)).status).toBe(200);
    // A token from after the backup looks like a stolen one.
    expect((await getMeAs(client, renewed)).status).toBe(200);
    expect((await refresh(client, renewed)).status).toBe(401);
    expect((await getMeAs(client, renewed)).status).toBe(401);
    expect((await getMeAs(client, idle)).status).toBe(200);

    for (const statement of codeBlocksBelow("After a restore", "sql"))
      await queryDatabase(postgres.url, statement);
    for (const tokens of [idle, leaving])
      expect([
        (await getMeAs(client, tokens)).status,
        (await refresh(client, tokens)).status,
      ]).toEqual([401, 401]);
    expect((await signIn(client, owner)).status).toBe(201);
    // The breaker is open: codes of now on are long.
    const after = newPerson();
    await client.request("/users", postJson(after));
    expect(await codeOf(after)).toMatch(/^\d{8}$/);
    await rm(backup, { recursive: true });
  });
});
