import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { createEmailMock } from "../../email-mock/app.ts";
import { json } from "../support/answer.ts";
import { inbox, newMail, putFaults, send, stats } from "../support/mail-mock.ts";
import { RUNTIMES, startMailMock } from "../support/processes.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-journal-"));
});
afterAll(() => rm(folder, { recursive: true }));

const newFile = (): string => join(folder, `${randomUUID()}.ndjson`);

type Line = { id: string; idempotency_key: string | null };

const readLines = async (file: string): Promise<Line[]> =>
  (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

describe("the journal", () => {
  test("has a mail and its key before the answer", async ({ expect }) => {
    const journalFile = newFile();
    const mock = createEmailMock({ apiKey: "key", journalFile });
    const mail = newMail();
    const key = randomUUID();
    const { id } = await json(send(mock, mail, { "idempotency-key": key }));
    expect(await readLines(journalFile)).toMatchObject([{ ...mail, id, idempotency_key: key }]);
    await send(mock, mail);
    expect((await readLines(journalFile))[1]).toMatchObject({ idempotency_key: null });
  });

  test("has a mail before a repeat of it is answered, too", async ({ expect }) => {
    const journalFile = newFile();
    const mock = createEmailMock({ apiKey: "key", journalFile });
    const mail = newMail();
    const headers = { "idempotency-key": randomUUID() };
    const answers = Array.from({ length: 20 }, async () => {
      const { id } = await json(send(mock, mail, headers));
      expect(await readLines(journalFile)).toMatchObject([{ id }]);
      return id as string;
    });
    expect(new Set(await Promise.all(answers)).size).toBe(1);
  });

  test("waits for the disk once for many that come together, and keeps every one", async ({
    expect,
  }) => {
    const journalFile = newFile();
    const mock = createEmailMock({ apiKey: "key", journalFile });
    const sent = Array.from({ length: 400 }, () =>
      send(mock, newMail(), { "idempotency-key": randomUUID() }),
    );
    const ids = await Promise.all(sent.map(async (response) => (await json(response)).id));
    const kept = (await readLines(journalFile)).map(({ id }) => id);
    expect(kept).toHaveLength(400);
    expect(new Set(kept)).toEqual(new Set(ids));
    expect((await stats(mock))["journal_syncs"]).toBeLessThan(100);
    // The control: one after the other they share nothing.
    for (let i = 0; i < 3; i++) await send(mock, newMail());
    expect((await stats(mock))["journal_syncs"]).toBeGreaterThan(3);
  });

  test("that cannot be written accepts nothing, and the same key may try again", async ({
    expect,
  }) => {
    const mock = createEmailMock({ apiKey: "key", journalFile: "/dev/full" });
    const { onError } = muted(mock);
    const key = randomUUID();
    const mail = newMail();
    for (let i = 0; i < 2; i++)
      expect((await send(mock, mail, { "idempotency-key": key })).status).toBe(500);
    expect(onError).toHaveLength(2);
    expect(await json(mock.request(`/accepted?key=${key}`))).toEqual({ accepted: 0 });
    expect(await inbox(mock)).toEqual([]);
  });

  test("is what a new start remembers, also behind a line that a kill tore", async ({ expect }) => {
    const journalFile = newFile();
    const first = createEmailMock({ apiKey: "key", journalFile });
    const mail = newMail();
    const headers = { "idempotency-key": randomUUID() };
    const { id } = await json(send(first, mail, headers));
    await appendFile(journalFile, '{"id":"torn');
    const second = createEmailMock({ apiKey: "key", journalFile });
    expect(await json(send(second, mail, headers))).toEqual({ id });
    expect((await send(second, newMail(), headers)).status).toBe(409);
    const { id: newId } = await json(send(second, newMail()));
    const third = createEmailMock({ apiKey: "key", journalFile });
    expect((await inbox(third)).map((each) => each.id)).toEqual([newId, id]);
  });
});

// Hono prints what it does not expect; here that is expected.
function muted(mock: ReturnType<typeof createEmailMock>): { onError: Error[] } {
  const onError: Error[] = [];
  mock.onError((error, c) => {
    onError.push(error);
    return c.text("", 500);
  });
  return { onError };
}

test.for(RUNTIMES)(
  "killed -9 under load on %s, no answered mail is missing, and none comes twice by a repeat",
  async (runtime, { expect }) => {
    const environment = { JOURNAL_FILE: newFile() };
    const mails = Array.from({ length: 300 }, () => ({ key: randomUUID(), mail: newMail() }));
    const answered: string[] = [];
    const sendAll = (url: string) =>
      mails.map(async ({ key, mail }) => {
        const response = await send(url, mail, { "idempotency-key": key });
        const { id } = await json(response);
        answered.push(id);
      });
    {
      await using mock = await startMailMock(runtime, environment);
      const sending = Promise.allSettled(sendAll(mock.url));
      await expect.poll(() => answered.length, { interval: 1 }).toBeGreaterThan(20);
      mock.kill("SIGKILL");
      await sending;
    }
    const kept = new Set((await readLines(environment.JOURNAL_FILE)).map(({ id }) => id));
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);

    await using again = await startMailMock(runtime, environment);
    await Promise.all(sendAll(again.url));
    expect(await json(fetch(`${again.url}/accepted`))).toEqual({ keys: 300, more_than_once: [] });
    expect(await readLines(environment.JOURNAL_FILE)).toHaveLength(300);
    // The control: a doubled delivery is in the journal twice.
    await putFaults(again.url, { duplicate: { rate: 1 } });
    await send(again.url, newMail(), { "idempotency-key": randomUUID() });
    expect(await readLines(environment.JOURNAL_FILE)).toHaveLength(302);
  },
);
