import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { activate, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import {
  type MailMock,
  RUNTIMES,
  clientOf,
  startFailingService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

/** Threats, row 41: where a kill -9 meets a registration and its mail. */
const POINTS = [
  ["while the registration is written", "during write-registration"],
  ["when it is committed, before the 202", "after write-registration"],
  ["when its job is claimed", "before find-queued-message"],
  ["before the mail is sent", "before mail"],
  ["when the provider has accepted it", "after mail"],
  ["before that is noted", "before settle-message"],
] as const;

let mock: MailMock;
let folder: string;
let journalFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-mails-"));
  journalFile = join(folder, "journal.ndjson");
  mock = await startMailMock("node", { JOURNAL_FILE: journalFile });
});
afterAll(async () => {
  await mock[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** How often the provider accepted each message to an address, by its journal. */
async function acceptedTo(address: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const line of (await readFile(journalFile, "utf8")).split("\n").filter(Boolean)) {
    const mail = JSON.parse(line) as { to: string; idempotency_key: string };
    if (mail.to === address) counts[mail.idempotency_key] = (counts[mail.idempotency_key] ?? 0) + 1;
  }
  return counts;
}

async function messageIds(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>("select id from mail_messages");
  await client.end();
  return rows.map(({ id }) => id);
}

describe.concurrent.each(RUNTIMES)("%s, killed -9", (runtime) => {
  test.for(POINTS)(
    "%s: no registration without its mail, and one mail",
    { timeout: 90_000 },
    async ([, failpoint], { expect }) => {
      const environment = {
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: mock.url,
        // A job whose worker died comes back after this and 12 seconds.
        EMAIL_TIMEOUT_MS: "1000",
        SECRET_KEY: `the same secret before and after the kill: ${failpoint}`,
        LIMITS: "off",
      };
      const person = newPerson();
      const first = await startFailingService(runtime, failpoint, environment);
      await register(clientOf(first), person).catch(() => undefined);
      expect(await first.exited).toBe("SIGKILL");

      await using second = await startServiceProcess(runtime, environment);
      const written = await messageIds(environment.DATABASE_URL);
      expect(written.length).toBeGreaterThanOrEqual(failpoint.startsWith("during") ? 0 : 1);
      if (written.length === 0) await register(clientOf(second), person);
      const code = codeIn(await mock.mailTo(person.email));
      await second.line(/"msg":"mail accepted"/);
      const ids = await messageIds(environment.DATABASE_URL);
      expect(await acceptedTo(person.email)).toEqual({ [ids[0] ?? ""]: 1 });
      expect((await activate(clientOf(second), person, code)).status).toBe(200);
    },
  );
});
