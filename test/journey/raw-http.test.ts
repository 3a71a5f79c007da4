import { afterAll, beforeAll, describe, test } from "vitest";
import { ambiguousRequests } from "../support/ambiguous-requests.ts";
import { basic, getMe, newPerson, postJson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import {
  RUNTIMES,
  type RunningProcess,
  clientOf,
  startServiceProcess,
} from "../support/processes.ts";
import { exchange, rawRequest, statusOf } from "../support/raw-http.ts";

const HOST = "Host: 127.0.0.1";

describe.each(RUNTIMES)("on %s", (runtime) => {
  let service: RunningProcess;
  beforeAll(async () => {
    service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:1",
    });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test.each(ambiguousRequests)("%s: 400", async (_, text) => {
    const { expect } = await import("vitest");
    expect(statusOf(await exchange(service.url, text))).toBe(400);
  });

  test("one Host and a plain request: 200 (control)", async ({ expect }) => {
    expect(
      statusOf(await exchange(service.url, rawRequest("GET /health/live HTTP/1.1", [HOST]))),
    ).toBe(200);
  });

  test("headers of 64 KB and of 10 KB: 431 with a problem", async ({ expect }) => {
    for (const size of [65_536, 10_240]) {
      const junk = `X-Junk: ${"x".repeat(size)}`;
      const answer = await exchange(
        service.url,
        rawRequest("GET /health/live HTTP/1.1", [HOST, junk]),
      );
      expect(statusOf(answer), `${size}`).toBe(431);
      // Bun answers above its own limit of 16 KB before any code of ours runs.
      if (runtime === "bun" && size > 16_384) continue;
      expect(answer).toContain('"headers_too_large"');
      // The name by which the log has it, also of what Node's parser refuses.
      const [, id] = /"request_id":"([\w-]{36})"/.exec(answer) ?? [];
      expect(answer.toLowerCase()).toContain(`\r\nx-request-id: ${id}\r\n`);
      await service.line(new RegExp(`"request_id":"${id}"`));
      expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
      expect(answer).toMatch(/^content-security-policy: default-src 'none';/im);
    }
  });

  test("no answer names the software that gave it", async ({ expect }) => {
    for (const line of ["GET /health/live HTTP/1.1", "GET /nowhere HTTP/1.1", "BAD"])
      expect(await exchange(service.url, rawRequest(line, [HOST]))).not.toMatch(
        /^(server|x-powered-by):/im,
      );
  });

  test("two Authorization fields: 401, though each alone lets in", async ({ expect }) => {
    const person = newPerson();
    expect((await register(clientOf(service), person)).status).toBe(202);
    const field = `Authorization: ${basic(person)}`;
    const ask = (...fields: string[]): Promise<string> =>
      exchange(service.url, rawRequest("GET /users/me HTTP/1.1", [HOST, ...fields]));
    expect(statusOf(await ask(field))).toBe(200);
    for (const fields of [
      [field, field],
      [field, `Authorization: ${basic(newPerson())}`],
      [`Authorization: ${basic(newPerson())}`, field],
    ]) {
      const answer = await ask(...fields);
      expect(statusOf(answer)).toBe(401);
      expect(answer).toContain('"invalid_credentials"');
    }
  });

  test("of members that are there twice the last counts, and __proto__ is a member nobody knows", async ({
    expect,
  }) => {
    const client = clientOf(service);
    const [first, last] = [newPerson(), newPerson()];
    const post = (body: string): Promise<Response> =>
      client.request("/users", { ...postJson({}), body });
    const rest = `"password":"${last.password}"`;
    const twice = await post(`{"email":"${first.email}","email":"${last.email}",${rest}}`);
    expect(twice.status).toBe(202);
    expect((await getMe(client, last)).status).toBe(200);
    expect((await getMe(client, { ...last, email: first.email })).status).toBe(401);
    const given = `{"email":"${newPerson().email}"}`;
    for (const member of [`"__proto__":${given}`, `"constructor":{"prototype":${given}}`]) {
      const refused = await post(`{${member},"email":"${newPerson().email}",${rest}}`);
      expect([member, refused.status]).toEqual([member, 422]);
    }
    // Nothing that was sent is a member of every object now, in whose place it would stand.
    expect((await post(`{${rest}}`)).status).toBe(422);
  });

  test("a target in absolute form changes no address in the answer", async ({ expect }) => {
    const answer = await exchange(
      service.url,
      rawRequest("GET http://evil.example/nowhere HTTP/1.1", ["Host: evil.example"]),
    );
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toContain("evil.example");
  });
});
