import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { linkIn } from "../support/email-api.ts";
import { openPageClient } from "../support/page-client.ts";
import { newToken, requestReset, tokenIn } from "../support/password-reset.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const PAGES = ["/forgot", "/reset", "/undo-email-change"];
const PRODUCT = "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Söhne&quot;";
const NEW_PASSWORD = "a quite different one";

let service: TestService;
beforeAll(async () => {
  service = await startService({
    PUBLIC_URL: "https://id.shop.test/auth",
    PRODUCT_NAME: `<img src=x onerror=alert(1)> & "Söhne"`,
    EMAIL_LOCALE: "es",
  });
});
afterAll(() => service[Symbol.asyncDispose]());

/** The paths of what a page loads, as the service sees them behind the proxy that takes /auth away. */
const assetsOf = (html: string): string[] =>
  [...html.matchAll(/(?:href|src)="\/auth(\/pages\/[^"]+)"/g)].map(([, path]) => path ?? "");

describe.for(PAGES)("GET %s", (path) => {
  test("may be kept, framed and read along by nobody, and loads its own files alone", async ({
    expect,
  }) => {
    const response = await service.request(path);
    expect(response.status).toBe(200);
    const header = (name: string): string => response.headers.get(name) ?? "";
    expect(header("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(header("referrer-policy")).toBe("same-origin");
    expect(header("cache-control")).toBe("no-store");
    expect(header("x-content-type-options")).toBe("nosniff");
    expect(response.headers.has("set-cookie")).toBe(false);
    const html = (await response.text()).replaceAll(PRODUCT, "");
    expect(html).not.toMatch(
      /https?:|<style|\sstyle=|\son\w+=|<script(?! type="module" src="\/auth\/pages)/i,
    );
    const assets = assetsOf(html);
    expect(assets).toHaveLength(path === "/forgot" ? 2 : 3);
    for (const asset of assets) {
      const file = await service.request(asset);
      expect(file.status, asset).toBe(200);
      expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(await file.text()).not.toMatch(/https?:|innerHTML|eval\(/);
    }
  });

  test("is in the language that the browser asks for, else in the configured one", async ({
    expect,
  }) => {
    for (const [asked, told, direction] of [
      ["de-AT, en;q=0.5", "de", "ltr"],
      ["ar", "ar", "rtl"],
      ["ja", "es", "ltr"],
    ] as const) {
      const response = await service.request(path, { headers: { "accept-language": asked } });
      expect(response.headers.get("content-language")).toBe(told);
      expect(response.headers.get("vary")).toContain("Accept-Language");
      expect(await response.text()).toContain(`<html lang="${told}" dir="${direction}">`);
    }
  });

  test("shows the product's name as text, whatever is in it", async ({ expect }) => {
    const html = await (await service.request(path)).text();
    expect(html).not.toContain("<img");
    expect(html).toContain(PRODUCT);
  });

  test("takes nothing from its address", async ({ expect }) => {
    const digest = async (address: string): Promise<string> => {
      const body = await (await service.request(address)).text();
      return createHash("sha256").update(body).digest("hex");
    };
    const plain = await digest(path);
    for (const asked of ["?token=t", "?done=x", "?next=//evil.test", "?lang=<b>", "?x=%0d%0aX:1"])
      expect(await digest(path + asked)).toBe(plain);
  });
});

test("programs that open a link before its reader, however often and however, change nothing", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const state = (): Promise<unknown> =>
    query(
      service,
      `select (select count(*) from password_resets) as tokens, (select count(*) from audit_entries) as entries,
         (select count(*) from mail_messages) as mails, (select sum(generation) from users) as generations`,
    );
  const before = await state();
  for (let i = 0; i < 20; i++)
    for (const method of ["GET", "HEAD"])
      // The second as programs do that do not know what a fragment is.
      for (const link of ["/reset", `/reset?token=${token}`, `/undo-email-change?token=${token}`])
        expect((await service.request(link, { method })).status).toBe(200);
  // Nor does a program that sends the form as it is, without what stands behind the #.
  const client = openPageClient(service, "https://id.shop.test");
  expect((await client.post("/reset", { password: NEW_PASSWORD })).status).toBe(422);
  expect(await state()).toEqual(before);
  const answer = await client.post("/reset", { token, password: NEW_PASSWORD });
  expect(answer.headers.get("location")).toBe("/auth/login?done=password-changed");
  expect(await state()).not.toEqual(before);
});

describe("links come from PUBLIC_URL alone", () => {
  const EVIL = "evil.test";
  const HEADERS: Record<string, string>[] = [
    { host: EVIL },
    { host: `id.shop.test@${EVIL}` },
    { host: `id.shop.test.${EVIL}` },
    { host: `\\${EVIL}` },
    { "x-forwarded-host": EVIL },
    { "x-forwarded-host": `//${EVIL}`, "x-forwarded-proto": "http" },
    { forwarded: `host=${EVIL};proto=http` },
    { "x-original-url": `//${EVIL}/reset`, "x-rewrite-url": `//${EVIL}` },
    { origin: `https://${EVIL}`, referer: `https://${EVIL}/` },
    { "x-forwarded-prefix": `/\\${EVIL}`, "x-forwarded-port": "666" },
  ];

  test.for(HEADERS)("whatever %j says", async (headers, { expect }) => {
    const person = newPerson();
    await register(service, person, headers);
    const mail = await service.email.mailTo(person.email);
    expect(linkIn(mail).href).toMatch(/^https:\/\/id\.shop\.test\/auth\/activate#/);
    expect(mail.html + mail.text).not.toContain(EVIL);
    const active = await newActivePerson(service);
    await requestReset(service, active.email, headers);
    const reset = await service.email.mailTo(active.email, 2);
    expect(linkIn(reset).href).toBe(`https://id.shop.test/auth/reset#token=${tokenIn(reset)}`);
    expect(reset.html + reset.text).not.toContain(EVIL);
    for (const path of PAGES) {
      const page = await service.request(path, { headers });
      expect(page.status).toBe(200);
      expect(await page.text()).not.toContain(EVIL);
      expect(page.headers.has("location")).toBe(false);
    }
  });
});

test("neither token, password nor address is in any log line, nor in what the queue holds", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const client = openPageClient(service, "https://id.shop.test");
  const link = `https://id.shop.test/auth/reset#token=${token}`;
  await client.post("/forgot", person);
  await client.post("/reset", { link, password: "short" });
  for (let i = 0; i < 2; i++) await client.post("/reset", { token, password: NEW_PASSWORD });
  await client.post("/undo-email-change", { token });
  const [row] = await query(
    service,
    "select string_agg(payload::text, ' ') as payloads from graphile_worker._private_jobs",
  );
  const written = service.logLines.join("\n") + String(row?.["payloads"]);
  for (const told of ["/reset", '"code":"link_expired"', "/undo-email-change"])
    expect(written).toContain(told);
  for (const secret of [token, person.email, NEW_PASSWORD]) expect(written).not.toContain(secret);
});
