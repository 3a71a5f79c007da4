import { afterAll, beforeAll, describe, test } from "vitest";
import { newPerson, register, wrongCode } from "../support/client.ts";
import { openPageClient } from "../support/page-client.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";
import { codeTo, saidIn, standingOf, typeCode } from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("any other browser", () => {
  test("is asked for all, is signed in with the right code, and has to type no password twice", async ({
    expect,
  }) => {
    const person = newPerson();
    await register(service, person);
    const code = await codeTo(service, person);
    const client = openPageClient(service);
    const page = await (await client.get("/activate")).text();
    for (const name of ["email", "password", "code"]) expect(page).toContain(`name="${name}"`);
    const wrong = await client.post("/activate", { ...person, code: wrongCode(code) });
    expect(wrong.status).toBe(400);
    const next = await wrong.text();
    expect(saidIn(next)).toBe("The code is wrong. Tries left: 4.");
    expect(next).not.toContain('name="password"');
    expect((await typeCode({ person, client }, code)).headers.get("location")).toBe("/welcome");

    const other = openPageClient(service);
    const done = await other.post("/activate", { ...person, code });
    expect(done.headers.get("location")).toBe("/login?done=active");
    expect(other.cookies.size).toBe(0);
  });

  test("learns nothing without the password, and spends no try", async ({ expect }) => {
    const pending = newPerson();
    await register(service, pending);
    const code = await codeTo(service, pending);
    const seen = [];
    for (const { email } of [pending, await newActivePerson(service), newPerson()]) {
      const client = openPageClient(service);
      const answer = await client.post("/activate", { email, password: "not the password", code });
      const page = await answer.text();
      expect(client.cookies.size).toBe(0);
      seen.push([answer.status, page.replaceAll(email, "him")]);
      expect(saidIn(page)).toBe("The e\u2011mail address or the password is wrong.");
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    const client = openPageClient(service);
    const right = await client.post("/activate", { ...pending, code });
    expect(right.headers.get("location")).toBe("/welcome");
  });

  test("is told what is missing, and what it asks of a cookie that it does not have", async ({
    expect,
  }) => {
    const client = openPageClient(service);
    const answer = await client.post("/activate", { code: "12" });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    for (const field of ["email", "code"]) expect(page).toContain(`id="${field}-error"`);
    const resent = await client.post("/activate/resend", {});
    expect(resent.status).toBe(410);
    expect(saidIn(await resent.text())).toContain("This registration is no longer open");
    expect(await standingOf({ person: newPerson(), client })).toEqual({ state: "none" });
    for (const value of ["x", "A".repeat(200)]) {
      client.cookies.set("__Host-latchkey-pending", value);
      expect(await (await client.get("/activate")).text()).toContain('name="password"');
    }
  });
});
