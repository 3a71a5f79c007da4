import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { codeIn, linkIn } from "../support/email-api.ts";
import { confirmReset, newToken, requestReset, tokenIn } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const PAGES = ["/reset-password", "/undo-email-change"];

let service: TestService;
beforeAll(async () => {
  service = await startService({
    PUBLIC_URL: "https://id.shop.test/auth",
    PRODUCT_NAME: `<img src=x onerror=alert(1)> & "Söhne"`,
    EMAIL_LOCALE: "es",
  });
});
afterAll(() => service[Symbol.asyncDispose]());

const assetsOf = (html: string): string[] =>
  [...html.matchAll(/(?:href|src)="(pages\/[^"]+)"/g)].map(([, path]) => `/${path}`);

describe.for(PAGES)("GET %s", (path) => {
  test("may be kept, framed and read along by nobody, and loads its own files alone", async ({
    expect,
  }) => {
    const response = await service.request(path);
    expect(response.status).toBe(200);
    const header = (name: string): string => response.headers.get(name) ?? "";
    const policy = header("content-security-policy");
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    for (const part of ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(part);
    expect(header("referrer-policy")).toBe("no-referrer");
    expect(header("cache-control")).toBe("no-store");
    expect(header("x-content-type-options")).toBe("nosniff");
    expect(response.headers.has("set-cookie")).toBe(false);
    const html = await response.text();
    expect(html).not.toMatch(
      /https?:|<style|\sstyle=|\son\w+=|<script(?! type="module" src="pages)/i,
    );
    const assets = assetsOf(html);
    expect(assets).toHaveLength(3);
    for (const asset of [...assets, "/pages/page.js"]) {
      const file = await service.request(asset);
      expect(file.status, asset).toBe(200);
      expect(file.headers.get("cache-control")).toBe("no-store");
      expect(await file.text()).not.toMatch(/https?:|import\(|innerHTML|eval\(/);
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
    expect(html).toContain("&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; &amp; &quot;Söhne&quot;");
  });

  test("takes nothing from its address, and is for reading only", async ({ expect }) => {
    const digest = async (address: string): Promise<string> => {
      const body = await (await service.request(address)).text();
      return createHash("sha256").update(body).digest("hex");
    };
    const plain = await digest(path);
    for (const query of ["?token=t", "?redirect_to=//evil.test", "?lang=<b>", "?x=%0d%0aX:1"])
      expect(await digest(path + query)).toBe(plain);
    const posted = await service.request(path, { method: "POST" });
    expect(posted.status).toBe(405);
    expect(posted.headers.get("allow")).toBe("GET, HEAD");
  });
});

test("programs that open a link before its reader, however often and however, change nothing", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person, 2);
  const { pool } = service.resources;
  const state = async (): Promise<unknown> =>
    (
      await pool.query(
        `select (select count(*) from password_resets) as tokens, (select count(*) from audit_entries) as entries,
           (select count(*) from mail_messages) as mails, (select sum(generation) from users) as generations`,
      )
    ).rows;
  const before = await state();
  for (let i = 0; i < 20; i++)
    for (const method of ["GET", "HEAD"])
      // The second as programs do that do not know what a fragment is.
      for (const link of ["/reset-password", `/reset-password?token=${token}`])
        expect((await service.request(link, { method })).status).toBe(200);
  expect(await state()).toEqual(before);
  expect((await confirmReset(service, token, "a quite different one")).status).toBe(204);
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
    { "x-original-url": `//${EVIL}/reset-password`, "x-rewrite-url": `//${EVIL}` },
    { origin: `https://${EVIL}`, referer: `https://${EVIL}/` },
    { "x-forwarded-prefix": `/\\${EVIL}`, "x-forwarded-port": "666" },
  ];

  test.for(HEADERS)("whatever %j says", async (headers, { expect }) => {
    const person = newPerson();
    await register(service, person, headers);
    const mail = await service.email.mailTo(person.email);
    const fields = new URLSearchParams({ email: person.email, code: codeIn(mail) });
    expect(linkIn(mail).href).toBe(`https://id.shop.test/auth/activate#${fields}`);
    expect(mail.html + mail.text).not.toContain(EVIL);
    const active = await newActivePerson(service);
    await requestReset(service, active.email, headers);
    const reset = await service.email.mailTo(active.email, 2);
    expect(linkIn(reset).href).toBe(
      `https://id.shop.test/auth/reset-password#token=${tokenIn(reset)}`,
    );
    expect(reset.html + reset.text).not.toContain(EVIL);
    for (const path of PAGES) {
      const page = await service.request(path, { headers });
      expect(page.status).toBe(200);
      expect(await page.text()).not.toContain(EVIL);
      expect(page.headers.has("location")).toBe(false);
    }
  });
});

test("neither token, code nor address is in any log line, nor in what the queue holds", async ({
  expect,
}) => {
  const person = newPerson();
  await register(service, person);
  const code = linkIn(await service.email.mailTo(person.email)).hash;
  const active = await newActivePerson(service);
  const token = await newToken(service, active, 2);
  await confirmReset(service, token, "a quite different one");
  await confirmReset(service, token, "a quite different one");
  const { rows } = await service.resources.pool.query(
    "select string_agg(payload::text, ' ') as payloads from graphile_worker._private_jobs",
  );
  const written = service.logLines.join("\n") + String(rows[0].payloads);
  expect(written).toContain("/password-resets/confirm");
  expect(written).toContain('"code":"link_expired"');
  for (const secret of [token, code, person.email, active.email, "a quite different one"])
    expect(written).not.toContain(secret);
});
