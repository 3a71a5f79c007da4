import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  activate,
  basic,
  getMe,
  newPerson,
  register,
  requestCode,
  wrongCode,
} from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import {
  type MailMock,
  RUNTIMES,
  type RunningProcess,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { residentBytes } from "../support/resident-bytes.ts";

describe.each(RUNTIMES)("on %s", (runtime) => {
  let mock: MailMock;
  let service: RunningProcess;
  const secrets = {
    SECRET_KEY: "journey-secret-0123456789abcdefghijkl",
    EMAIL_API_KEY: "email-mock-key",
  };

  beforeAll(async () => {
    mock = await startMailMock(runtime);
    service = await startServiceProcess(runtime, {
      ...secrets,
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: mock.url,
      LOG_LEVEL: "trace",
      LIMITS: "shadow",
    });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await mock[Symbol.asyncDispose]();
  });

  test("register, read the code, be wrong, be right", async ({ expect }) => {
    const client = clientOf(service);
    const person = newPerson();
    expect((await register(client, person)).status).toBe(202);
    const code = codeIn(await mock.mailTo(person.email));
    await expect.poll(async () => (await json(getMe(client, person))).code.state).toBe("sent");

    const wrong = await activate(client, person, wrongCode(code));
    expect(wrong.status).toBe(400);
    expect(await json(wrong)).toMatchObject({ code: "code_incorrect", attempts_left: 4 });
    const stranger = await activate(client, { ...person, password: "not the password" }, code);
    expect(stranger.status).toBe(401);
    expect(stranger.headers.get("www-authenticate")).toContain('realm="latchkey"');
    expect((await requestCode(client, person)).status).toBe(429);

    const right = await activate(client, person, code);
    expect(right.status).toBe(200);
    expect(right.headers.get("content-type")).toContain("application/json");
    expect((await activate(client, person, code)).status).toBe(409);
    expect(await json(getMe(client, person))).toMatchObject({ status: "active" });
  });

  test("no secret of a whole journey is in the log", async ({ expect }) => {
    const client = clientOf(service);
    const person = newPerson();
    await register(client, person);
    const code = codeIn(await mock.mailTo(person.email));
    await activate(client, { ...person, password: `${person.password}-wrong` }, code);
    await activate(client, person, wrongCode(code));
    await activate(client, person, code);
    await fetch(`${service.url}/users/me?password=${person.password}`, {
      headers: { authorization: "Basic canary-of-a-header" },
    });
    await service.line(/"code":"invalid_credentials"/);
    const token = basic(person).slice("Basic ".length);
    const found = (needle: string): boolean =>
      [needle, Buffer.from(needle).toString("base64"), encodeURIComponent(needle)].some((form) =>
        service.lines.join("\n").includes(form),
      );
    for (const needle of [
      person.password,
      person.email,
      token,
      "canary-of-a-header",
      ...Object.values(secrets),
    ])
      expect(found(needle), needle).toBe(false);
    // A code is four digits, which any time or id can hold: only as a value of its own does it count.
    expect(service.lines.filter((line) => new RegExp(`[":= ]${code}[", ]`).test(line))).toEqual([]);
    expect(found("/auth/activate"), "the search finds what is there").toBe(true);
  });

  test("the docs page and its parts come from the service itself", async ({ expect }) => {
    const response = await fetch(`${service.url}/docs`);
    expect(response.headers.get("content-security-policy")).toContain("script-src 'self'");
    const page = await response.text();
    const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(parts.length).toBeGreaterThan(2);
    for (const path of parts) expect((await fetch(service.url + path)).status, path).toBe(200);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect((await json(fetch(`${service.url}/openapi.json`))).openapi).toBe("3.1.0");
  });

  test("a chunked body of 256 MB is refused, and is not kept in memory", async ({ expect }) => {
    const chunk = new Uint8Array(65_536).fill(0x20);
    const total = 256 * 1_048_576;
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (sent >= total) return controller.close();
        sent += chunk.length;
        return controller.enqueue(chunk);
      },
    });
    const before = residentBytes(service);
    const status = await fetch(`${service.url}/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      duplex: "half",
    }).then(
      (response) => response.status,
      // The service may close the connection while the body is still coming.
      () => 413,
    );
    expect(status).toBe(413);
    expect(residentBytes(service) - before).toBeLessThan(total / 2);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });
});
