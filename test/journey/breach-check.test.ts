import { createHash } from "node:crypto";
import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import {
  RUNTIMES,
  type RunningProcess,
  type Runtime,
  clientOf,
  startServiceProcess,
} from "../support/processes.ts";

const BREACHED = "four words of nobody";
const suffixOf = (password: string): string =>
  createHash("sha1").update(password).digest("hex").toUpperCase().slice(5);
const RANGE = [`${"0".repeat(35)}:7`, `${suffixOf(BREACHED)}:2`].join("\r\n");
const answerWell: RequestListener = (_, response) => response.end(RANGE);

/** A real server in the place of the API, whose behaviour can be changed. */
const api = {
  listener: answerWell,
  paths: [] as string[],
  server: createServer((request, response) => {
    api.paths.push(request.url ?? "");
    api.listener(request, response);
  }),
  url: "",
};
beforeAll(async () => {
  api.server.listen(0, "127.0.0.1");
  await once(api.server, "listening");
  api.url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
});
afterAll(() => {
  api.server.closeAllConnections();
  api.server.close();
});

const startChecking = async (
  runtime: Runtime,
  whenAway: "allow" | "deny",
): Promise<RunningProcess> =>
  startServiceProcess(runtime, {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: "http://127.0.0.1:9",
    LIMITS: "off",
    BREACH_CHECK: "on",
    BREACH_CHECK_URL: api.url,
    BREACH_CHECK_WHEN_AWAY: whenAway,
  });

/** Faults of the API, each of which has no answer in it. */
const faults: Record<string, RequestListener> = {
  "429": (_, response) => response.writeHead(429, { "retry-after": "60" }).end(),
  "500": (_, response) => response.writeHead(500).end(RANGE),
  "no answer": () => {},
  "headers alone": (_, response) => response.flushHeaders(),
  "half a body that stalls": (_, response) =>
    response.writeHead(200, { "content-length": "9999" }).write(RANGE),
  "half a body that breaks off": (request, response) =>
    response
      .writeHead(200, { "content-length": "9999" })
      .write(RANGE, () => request.socket.destroy()),
};

describe.each(RUNTIMES)("on %s", (runtime) => {
  let allowing: RunningProcess;
  let denying: RunningProcess;
  beforeAll(async () => {
    [allowing, denying] = await Promise.all([
      startChecking(runtime, "allow"),
      startChecking(runtime, "deny"),
    ]);
  });
  afterAll(async () => {
    await allowing[Symbol.asyncDispose]();
    await denying[Symbol.asyncDispose]();
  });
  const registerWith = (service: RunningProcess, password: string): Promise<Response> =>
    register(clientOf(service), { ...newPerson(), password });

  test("a breached password is refused, and of five hex digits alone the API knows", async ({
    expect,
  }) => {
    api.listener = answerWell;
    api.paths.length = 0;
    const refused = await registerWith(denying, BREACHED);
    expect(refused.status).toBe(422);
    expect(await json(refused)).toMatchObject({ code: "password_refused", reason: "breached" });
    expect((await registerWith(denying, "five words of nobody else")).status).toBe(202);
    expect(api.paths).toHaveLength(2);
    for (const path of api.paths) expect(path).toMatch(/^\/range\/[\dA-F]{5}(\?mode=sha1)?$/);
    expect((await registerWith(denying, "Password1")).status).toBe(422);
    expect(api.paths).toHaveLength(2);
    expect(denying.lines.join("\n")).not.toContain(suffixOf(BREACHED).slice(0, 8));
  });

  test("without an answer a password is allowed, or denied with 503, and nothing hangs", async ({
    expect,
  }) => {
    for (const [name, listener] of Object.entries(faults)) {
      api.listener = listener;
      const [allowed, denied] = await Promise.all([
        registerWith(allowing, BREACHED),
        registerWith(denying, BREACHED),
      ]);
      expect(allowed.status, name).toBe(202);
      expect(denied.status, name).toBe(503);
      expect(denied.headers.get("retry-after"), name).toBe("5");
      expect(await json(denied), name).toMatchObject({ code: "unavailable" });
      // An answer in between keeps the breaker closed.
      api.listener = answerWell;
      expect((await registerWith(denying, BREACHED)).status, name).toBe(422);
      expect((await registerWith(allowing, BREACHED)).status, name).toBe(422);
    }
  });

  test("a dead API costs three registrations its deadline, and then one now and again", async ({
    expect,
  }) => {
    api.listener = () => {};
    api.paths.length = 0;
    const dead = Array.from({ length: 3 }, () => registerWith(allowing, BREACHED));
    for (const { status } of await Promise.all(dead)) expect(status).toBe(202);
    await allowing.line(/the breach check is away/);
    const rest = Array.from({ length: 20 }, () => registerWith(allowing, BREACHED));
    for (const { status } of await Promise.all(rest)) expect(status).toBe(202);
    expect(api.paths.length).toBeLessThan(3 + 3);
  });
});
