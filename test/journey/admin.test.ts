import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import {
  type MailMock,
  RUNTIMES,
  type RunningProcess,
  clientOf,
  launchService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { exchange, rawRequest, statusOf } from "../support/raw-http.ts";
import { type Tokens, bearer, openSession } from "../support/session.ts";

const TRICKS = [
  "GET //admin/users",
  "GET /admin//users",
  "GET /admin%2Fusers",
  "GET /admin%2fusers",
  "GET /%61dmin/users",
  "GET /%2561dmin/users",
  "GET /admin%00/users",
  "GET /admin;x/users",
  "GET /admin/users;x",
  "GET /admin/users%3Bx",
  "GET /admin/../admin/users",
  "GET /users/../admin/users",
  "GET /users/..%2fadmin/users",
  "GET /health/live/..;/admin/users",
  "GET /./admin/./users",
  "GET /ADMIN/users",
  "GET /Admin/Users",
  "GET /admin/users/",
  "GET /admin/users/.",
  "GET /admin/users?",
  "GET /admin/users#",
  "GET /admin",
  "GET /admin/",
  "GET http://127.0.0.1/admin/users",
  "GET http://127.0.0.1//admin/users",
  "HEAD /admin/users",
  "OPTIONS /admin/users",
  "TRACE /admin/users",
  "PROPFIND /admin/users",
  "POST /admin/users",
  "PUT /admin/users",
];
/** What Node's parser or Bun's may refuse before the service sees it. */
const BROKEN = [
  "GET /admin\\users",
  "OPTIONS *",
  "CONNECT /admin/users",
  "CONNECT 127.0.0.1:80",
  "get /admin/users",
];
const OVERRIDES = [
  "X-HTTP-Method-Override: GET",
  "X-HTTP-Method: GET",
  "X-Method-Override: GET",
  "X-Original-URL: /admin/users",
  "X-Rewrite-URL: /admin/users",
  "X-Forwarded-Prefix: /admin",
  "X-Forwarded-User: admin",
  "X-Real-IP: 127.0.0.1",
  "X-Forwarded-For: 127.0.0.1",
  "Forwarded: for=127.0.0.1",
];

describe.each(RUNTIMES)("on %s", (runtime) => {
  let mock: MailMock;
  let databaseUrl: string;
  let service: RunningProcess;
  let split: RunningProcess;
  let opsUrl: string;
  let user: Tokens;
  let admin: Tokens;

  const newActive = async (): Promise<ReturnType<typeof newPerson>> => {
    const person = newPerson();
    await register(clientOf(service), person);
    await activate(clientOf(service), person, codeIn(await mock.mailTo(person.email)));
    return person;
  };

  beforeAll(async () => {
    [mock, databaseUrl] = await Promise.all([startMailMock(), createDatabase()]);
    const environment = {
      DATABASE_URL: databaseUrl,
      EMAIL_API_URL: mock.url,
      EMAIL_API_KEY: "email-mock-key",
      SECRET_KEY: "of-both-processes-of-this-test-0123456789",
      LIMITS: "off",
    };
    const own = { OPS_PASSWORD: "operators-of-a-process", OPS_PORT: "0" };
    [service, split] = await Promise.all([
      startServiceProcess(runtime, environment),
      startServiceProcess(runtime, { ...environment, ...own, PUBLIC_URL: "http://split.test" }),
    ]);
    const line = JSON.parse(await split.line(/"msg":"listening"/)) as { ops_port: number };
    opsUrl = `http://127.0.0.1:${line.ops_port}`;
  });
  afterAll(async () => {
    for (const running of [service, split, mock]) await running[Symbol.asyncDispose]();
  });

  test("the first administrator is made at the command line", async ({ expect }) => {
    const [person, other] = [await newActive(), await newActive()];
    user = await openSession(clientOf(service), other);
    await using running = launchService(
      runtime,
      { DATABASE_URL: databaseUrl },
      "admin",
      person.email,
    );
    expect([await running.exited, running.lines]).toEqual([
      0,
      [`${person.email} is an administrator now`],
    ]);
    admin = await openSession(clientOf(service), person);
  });

  test("the administrator's own request is answered (control)", async ({ expect }) => {
    const answer = await fetch(`${service.url}/admin/users`, { headers: bearer(admin) });
    expect(answer.status).toBe(200);
    expect((await json(answer)).users.length).toBeGreaterThan(1);
  });

  const send = (line: string, ...fields: string[]): Promise<string> =>
    exchange(service.url, rawRequest(`${line} HTTP/1.1`, ["Host: 127.0.0.1", ...fields]));
  const asUser = (): string => `Authorization: ${bearer(user).authorization}`;

  test.for(TRICKS)("%s gets nobody else in", async (trick, { expect }) => {
    for (const fields of [[], [asUser()]])
      expect([401, 403, 404, 405], trick).toContain(statusOf(await send(trick, ...fields)));
    // Where it leads an administrator to is no fault either.
    const own = await send(trick, `Authorization: ${bearer(admin).authorization}`);
    expect([200, 404, 405, 422], trick).toContain(statusOf(own));
  });

  test.for(BROKEN)(
    "%s is refused by the server itself, or as every other",
    async (trick, { expect }) => {
      for (const fields of [[], [asUser()]]) {
        // Refused, or closed without a word.
        expect(await send(trick, ...fields)).toMatch(/^(HTTP\/1\.1 40[01345] [^]*)?$/);
      }
    },
  );

  test.for(OVERRIDES)("%s gets nobody else in", async (field, { expect }) => {
    for (const line of ["GET /admin/users", "POST /admin/users", "GET /health/live/x"])
      for (const fields of [[field], [field, asUser()]])
        expect([401, 403, 404, 405], line).toContain(statusOf(await send(line, ...fields)));
  });

  test("with a port of its own there is no administration on the other one", async ({ expect }) => {
    const ask = async (url: string, path: string): Promise<number> =>
      (await fetch(url + path)).status;
    for (const path of ["/admin", "/admin/users", "/admin/audit", "/admin/users/x/unlock"]) {
      expect(await ask(split.url, path), path).toBe(404);
      expect(await ask(opsUrl, path), path).toBe(401);
    }
  });
});
