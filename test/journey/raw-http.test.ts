import { afterAll, beforeAll, describe, test } from "vitest";
import { ambiguousRequests } from "../support/ambiguous-requests.ts";
import { basic, newPerson } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, type RunningProcess, startServiceProcess } from "../support/processes.ts";
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

  test("two Authorization fields: 401", async ({ expect }) => {
    const field = `Authorization: ${basic(newPerson())}`;
    const answer = await exchange(
      service.url,
      rawRequest("GET /users/me HTTP/1.1", [HOST, field, field]),
    );
    expect(statusOf(answer)).toBe(401);
    expect(answer).toContain('"invalid_credentials"');
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
