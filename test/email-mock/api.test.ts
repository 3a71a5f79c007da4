import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { createEmailMock } from "../../email-mock/app.ts";
import { json } from "../support/answer.ts";

type Mock = ReturnType<typeof createEmailMock>;

const newMail = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  from: "Shop <no-reply@shop.test>",
  to: `${randomUUID()}@example.com`,
  subject: "Your code",
  text: "0420",
  html: "<p>0420</p>",
  ...over,
});

const send = async (
  mock: Mock,
  mail: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  mock.request(
    "/v1/messages",
    {
      method: "POST",
      headers: { authorization: "Bearer key", "content-type": "application/json", ...headers },
      body: JSON.stringify(mail),
    },
    {},
  );

const inbox = async (mock: Mock, query = ""): Promise<{ id: string; to: string }[]> =>
  json(mock.request(`/inbox${query}`));

describe("POST /v1/messages", () => {
  test("takes a message and shows it in the inbox, newest first", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const [first, second] = [newMail(), newMail()];
    const response = await send(mock, first);
    expect(response.status).toBe(202);
    const { id } = await json(response);
    await send(mock, second);
    const { from: _, ...shown } = first;
    expect(await inbox(mock)).toMatchObject([{ to: second["to"] }, { id, ...shown }]);
    expect(await inbox(mock, `?to=${String(first["to"]).toUpperCase()}`)).toHaveLength(1);
    expect(await inbox(mock, `?after=${id}`)).toMatchObject([{ to: second["to"] }]);
  });

  test("takes each Idempotency-Key once: a repeat has the same id, another body is a conflict", async ({
    expect,
  }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const mail = newMail();
    const key = { "idempotency-key": randomUUID() };
    const first = await json(send(mock, mail, key));
    expect(await json(send(mock, mail, key))).toEqual(first);
    expect((await send(mock, newMail(), key)).status).toBe(409);
    expect(await inbox(mock)).toHaveLength(1);
    await send(mock, mail);
    expect(await inbox(mock)).toHaveLength(2);
  });

  test("refuses a wrong key, type and body, and names the fields", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    expect((await send(mock, newMail(), { authorization: "Bearer other" })).status).toBe(401);
    expect((await send(mock, newMail(), { "content-type": "text/plain" })).status).toBe(415);
    expect((await send(mock, newMail({ text: "x".repeat(300_000) }))).status).toBe(413);
    const bad = await send(mock, newMail({ to: "a@b.co, c@d.co", subject: "a\r\nBcc: x@y.co" }));
    expect(bad.status).toBe(422);
    expect((await json(bad)).fields).toEqual(["to", "subject"]);
    expect(await inbox(mock)).toEqual([]);
  });

  test("writes the journal before it answers", async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), "latchkey-journal-"));
    const journalFile = join(folder, "journal.ndjson");
    const mock = createEmailMock({ apiKey: "key", journalFile });
    const mail = newMail();
    const { id } = await json(send(mock, mail));
    expect(JSON.parse(await readFile(journalFile, "utf8"))).toMatchObject({ id, ...mail });
    await rm(folder, { recursive: true });
  });
});

describe("the inbox", () => {
  test("waits for a message to come", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const mail = newMail();
    const waiting = inbox(mock, `?to=${mail["to"]}&wait=20`);
    await send(mock, newMail());
    await send(mock, mail);
    expect(await waiting).toMatchObject([{ to: mail["to"] }]);
  });

  test("keeps 1,000 messages, and is cleared for one address or for all", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const oldest = newMail();
    await send(mock, oldest);
    for (let i = 0; i < 1000; i++) await send(mock, newMail({ to: `${i % 2}@example.com` }));
    expect(await inbox(mock)).toHaveLength(1000);
    expect(await inbox(mock, `?to=${oldest["to"]}`)).toEqual([]);
    await mock.request("/inbox?to=0@example.com", { method: "DELETE" });
    expect(await inbox(mock)).toHaveLength(500);
    await mock.request("/inbox", { method: "DELETE" });
    expect(await inbox(mock)).toEqual([]);
  });
});

describe("faults", () => {
  const setFaults = async (mock: Mock, faults: unknown): Promise<number> =>
    (await mock.request("/faults", { method: "PUT", body: JSON.stringify(faults) })).status;

  test("refuse with a status and when to come again, until switched off", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    expect(await setFaults(mock, { status: 429, retry_after: 7 })).toBe(200);
    const refused = await send(mock, newMail());
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("7");
    expect(await inbox(mock)).toEqual([]);
    await mock.request("/faults", { method: "DELETE" });
    expect((await send(mock, newMail())).status).toBe(202);
    expect(await json(mock.request("/stats"))).toMatchObject({
      received: 2,
      accepted: 1,
      refused: 1,
    });
  });

  test("accept and then break the answer off", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    await setFaults(mock, { drop_reply_probability: 1 });
    const response = await send(mock, newMail());
    await expect(response.text()).rejects.toThrow("dropped");
    expect(await inbox(mock)).toHaveLength(1);
  });

  test("that are none are refused", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    for (const faults of [{ status: 200 }, { probability: 2 }, { unknown: 1 }, []])
      expect(await setFaults(mock, faults), JSON.stringify(faults)).toBe(422);
  });
});

test("the page loads only its own files, and has no code in it", async ({ expect }) => {
  const mock = createEmailMock({ apiKey: "key" });
  const response = await mock.request("/");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style=/);
  for (const [, path] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g))
    expect((await mock.request(path ?? "")).status, path).toBe(200);
});
