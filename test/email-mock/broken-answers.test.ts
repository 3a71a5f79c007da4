import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { inbox, newMail, putFaults, send, special, stats } from "../support/mail-mock.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";

describe.for(RUNTIMES)("on %s", (runtime) => {
  let mock: MailMock;
  beforeAll(async () => {
    mock = await startMailMock(runtime);
  });
  afterAll(() => mock[Symbol.asyncDispose]());
  beforeEach(() => mock.setFaults(null));

  const acceptedUnder = (key: string): Promise<unknown> =>
    json(fetch(`${mock.url}/accepted?key=${key}`));

  test("drop_reply accepts, and cuts the connection without a byte of an answer", async ({
    expect,
  }) => {
    const key = randomUUID();
    await mock.setFaults({ drop_reply: { rate: 1 } });
    const attempt = send(mock.url, newMail(), { "idempotency-key": key });
    await expect(attempt).rejects.toThrow();
    expect(await acceptedUnder(key)).toEqual({ accepted: 1 });
  });

  test("+drop@ loses the answer once for each message, and takes no message twice", async ({
    expect,
  }) => {
    const mail = newMail({ to: special("drop") });
    const key = { "idempotency-key": randomUUID() };
    await expect(send(mock.url, mail, key)).rejects.toThrow();
    expect((await send(mock.url, mail, key)).status).toBe(202);
    expect(await inbox(mock.url, `?to=${encodeURIComponent(mail.to)}`)).toHaveLength(1);
  });

  test("hang accepts nothing and says nothing until the client leaves, to +hang@ always", async ({
    expect,
  }) => {
    await putFaults(mock.url, { to: "@hang.example", hang: { rate: 1 } });
    for (const to of [`${randomUUID()}@hang.example`, special("hang")]) {
      const before = await stats(mock.url);
      const leaving = new AbortController();
      const attempt = send(mock.url, newMail({ to }), {}, leaving.signal);
      await expect
        .poll(async () => (await stats(mock.url))["hung"])
        .toBe((before["hung"] ?? 0) + 1);
      // The control: others are answered meanwhile.
      expect((await send(mock.url, newMail())).status).toBe(202);
      leaving.abort();
      await expect(attempt).rejects.toThrow("aborted");
      expect(await inbox(mock.url, `?to=${encodeURIComponent(to)}`)).toEqual([]);
    }
  });

  test("stall accepts and sends the headers, and the body stays unfinished", async ({ expect }) => {
    const key = randomUUID();
    await mock.setFaults({ stall: { rate: 1 } });
    const leaving = new AbortController();
    const headers = { "idempotency-key": key };
    const response = await send(mock.url, newMail(), headers, leaving.signal);
    expect(response.status).toBe(202);
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^\{"id/);
    const rest = reader?.read();
    expect(await acceptedUnder(key)).toEqual({ accepted: 1 });
    leaving.abort();
    await expect(rest).rejects.toThrow();
  });

  test("stall with a time ends the body after it", async ({ expect }) => {
    await mock.setFaults({ stall: { rate: 1, ms: 50 } });
    const response = await send(mock.url, newMail());
    expect(await json(response)).toHaveProperty("id");
  });

  test("clients that leave in the middle leave a mock that lives and prints nothing", async ({
    expect,
  }) => {
    await mock.setFaults({ stall: { rate: 1, ms: 60 } });
    const attempts = Array.from({ length: 10 }, async () => {
      const leaving = new AbortController();
      const response = await send(mock.url, newMail(), {}, leaving.signal);
      leaving.abort();
      await expect(response.text()).rejects.toThrow("aborted");
    });
    await Promise.all(attempts);
    // Longer than those answers would have taken.
    expect((await send(mock.url, newMail())).status).toBe(202);
    expect(await json(send(mock.url, newMail()))).toHaveProperty("id");
    expect(mock.lines.slice(1)).toEqual([]);
  });
});
