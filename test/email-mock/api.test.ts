import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { createEmailMock } from "../../email-mock/app.ts";
import { json } from "../support/answer.ts";
import { inbox, newMail, send } from "../support/mail-mock.ts";

describe("POST /v1/messages", () => {
  test("takes a message and shows it in the inbox, newest first", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const [first, second] = [newMail(), newMail()];
    const response = await send(mock, first);
    expect(response.status).toBe(202);
    const { id } = await json(response);
    await send(mock, second);
    expect(await inbox(mock)).toMatchObject([{ to: second.to }, { id, ...first }]);
    expect(await inbox(mock, `?to=${first.to.toUpperCase()}`)).toHaveLength(1);
    expect(await inbox(mock, `?after=${id}`)).toMatchObject([{ to: second.to }]);
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

  test("tells how often each key was accepted, and which more than once", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const key = randomUUID();
    const accepted = (query = ""): Promise<unknown> => json(mock.request(`/accepted${query}`));
    expect(await accepted(`?key=${key}`)).toEqual({ accepted: 0 });
    const mail = newMail();
    await send(mock, mail, { "idempotency-key": key });
    await send(mock, mail, { "idempotency-key": key });
    expect(await accepted(`?key=${key}`)).toEqual({ accepted: 1 });
    expect(await accepted()).toEqual({ keys: 1, more_than_once: [] });
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
});

describe("the inbox", () => {
  test("waits for a message to come", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const mail = newMail();
    const waiting = inbox(mock, `?to=${mail.to}&wait=20`);
    await send(mock, newMail());
    await send(mock, mail);
    expect(await waiting).toMatchObject([{ to: mail.to }]);
  });

  test("keeps 1,000 messages, and is cleared for one address or for all", async ({ expect }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const oldest = newMail();
    await send(mock, oldest);
    for (let i = 0; i < 1000; i++) await send(mock, newMail({ to: `${i % 2}@example.com` }));
    expect(await inbox(mock)).toHaveLength(1000);
    expect(await inbox(mock, `?to=${oldest.to}`)).toEqual([]);
    await mock.request("/inbox?to=0@example.com", { method: "DELETE" });
    expect(await inbox(mock)).toHaveLength(500);
    await mock.request("/inbox", { method: "DELETE" });
    expect(await inbox(mock)).toEqual([]);
  });
});

test("the page loads only its own files, and has no code in it", async ({ expect }) => {
  const mock = createEmailMock({ apiKey: "key" });
  const response = await mock.request("/");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style=/);
  expect((await mock.request("/inbox.html")).status).toBe(404);
  for (const [, path] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g))
    expect((await mock.request(path ?? "")).status, path).toBe(200);
});

test("a mail's HTML is served without scripts, network and origin, and only for mail that is there", async ({
  expect,
}) => {
  const mock = createEmailMock({ apiKey: "key" });
  const { id } = await json(send(mock, newMail()));
  const preview = await mock.request(`/inbox/${id}/html`);
  expect(await preview.text()).toBe("<p>0420</p>");
  const policy = preview.headers.get("content-security-policy");
  expect(policy).toMatch(/^sandbox; default-src 'none'; /);
  expect(policy).not.toMatch(/script|allow|http/);
  expect((await mock.request(`/inbox/${randomUUID()}/html`)).status).toBe(404);
});
