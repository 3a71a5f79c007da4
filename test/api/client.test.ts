import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import {
  type LatchkeyClient,
  basicAuth,
  createLatchkeyClient,
} from "../../openapi/client/index.ts";
import { newPerson, registerNew, wrongCode } from "../support/client.ts";
import { askForOtp } from "../support/otp.ts";
import { randomAddress } from "../support/random-address.ts";
import { OPS_PASSWORD, type TestService, startService } from "../support/service.ts";

const OPERATOR = basicAuth("ops", OPS_PASSWORD);

let service: TestService;
beforeAll(async () => {
  service = await startService({
    CODE_RESEND_SECONDS: "1",
    CODE_RESEND_LATER_SECONDS: "1",
    OAUTH_CLIENTS: "shop:a-secret-of-the-shop",
  });
});
afterAll(() => service[Symbol.asyncDispose]());

/** A client from an address of its own; what is done while it waits stands in for the time. */
function clientFrom(whileWaiting: (ms: number) => Promise<unknown>) {
  const from = randomAddress();
  const answered: number[] = [];
  const client = createLatchkeyClient({
    baseUrl: "http://latchkey.test",
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const body = await request.text();
      const init = { method, headers, from, ...(body !== "" && { body }) };
      const response = await service.request(pathname + search, init);
      answered.push(response.status);
      return response;
    },
    patience: {
      clock: { now: () => Date.now(), sleep: async (ms) => void (await whileWaiting(ms)) },
    },
  });
  return { client, answered };
}

const passTime = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const never = (ms: number): Promise<never> => Promise.reject(new Error(`it waits for ${ms} ms`));

async function setQuota(client: LatchkeyClient, name: "reset.ip", quota: string): Promise<void> {
  const params = { path: { name } };
  const { response } = await client.GET("/ops/limits/{name}", { headers: OPERATOR, params });
  const etag = response.headers.get("etag") ?? "";
  const { error } = await client.PUT("/ops/limits/{name}", {
    headers: OPERATOR,
    params: { ...params, header: { "if-match": etag } },
    body: { quota, reason: "a test" },
  });
  if (error) throw new Error(error.code);
}

describe("the client comes again", () => {
  test("when a real limit has room: rate_limited", async ({ expect }) => {
    await setQuota(clientFrom(never).client, "reset.ip", "1/1s");
    const { client, answered } = clientFrom(passTime);
    const ask = () => client.POST("/password-resets", { body: { email: newPerson().email } });
    // A machine that stalls may find room at once.
    while (!answered.includes(429)) expect((await ask()).response.status).toBe(202);
  });

  test("when the cool-down of a code is over: resend_too_soon", async ({ expect }) => {
    const { person } = await registerNew(service);
    const { client, answered } = clientFrom(passTime);
    const headers = basicAuth(person.email, person.password);
    // On a machine that stalls it may be over at once.
    while (!answered.includes(429)) {
      const { data } = await client.POST("/auth/activation-codes", { headers });
      expect(data?.state).toBe("queued");
    }
  });

  test("when the first of two is done: idempotency_in_flight", async ({ expect }) => {
    const body = newPerson();
    const params = { header: { "idempotency-key": randomUUID() } };
    const { pool } = service.resources;
    const { client, answered } = clientFrom(() =>
      pool.query("update idempotency_keys set locked_until = now() where response is null"),
    );
    const first = await client.POST("/users", { body, params });
    await pool.query(
      "update idempotency_keys set response = null, locked_until = now() + interval '9 s' where response->>'id' = $1",
      [first.data?.id],
    );
    const second = await client.POST("/users", { body, params });
    expect(second.data?.status).toBe("pending");
    expect(answered).toEqual([202, 409, 202]);
  });
});

describe("the client does not come again", () => {
  test("when a code's tries are used up, though it is told when to ask for another one", async ({
    expect,
  }) => {
    const { client } = clientFrom(never);
    const { id, code } = await askForOtp(service);
    for (let tries = 5; tries > 0; tries--) {
      const { error } = await client.POST("/otp/verify", { body: { id, code: wrongCode(code) } });
      expect(error).toMatchObject({ code: "code_incorrect", attempts_left: tries - 1 });
    }
    const { error, response } = await client.POST("/otp/verify", { body: { id, code } });
    expect(error?.code).toBe("code_exhausted");
    expect(response.headers.get("retry-after")).toBe("1");
  });

  test("when it would take longer than it has patience for", async ({ expect }) => {
    const { client, answered } = clientFrom(never);
    const body = { email: newPerson().email, password: "correct horse battery" };
    for (let i = 0; i < 20; i++)
      await client.POST("/users", { body: { ...body, email: newPerson().email } });
    const { error } = await client.POST("/users", { body });
    expect(error).toMatchObject({ code: "rate_limited", "violated-policies": ["register.ip"] });
    expect(answered).toHaveLength(21);
  });
});

test("the client sends passwords of any script, and OAuth's forms", async ({ expect }) => {
  const { client } = clientFrom(never);
  const person = { email: newPerson().email, password: "пароль 密码 🔑 zwölf" };
  await client.POST("/users", { body: person });
  const me = await client.GET("/users/me", { headers: basicAuth(person.email, person.password) });
  expect(me.data).toMatchObject({ email: person.email, status: "pending" });
  const told = await client.POST("/oauth/introspect", {
    headers: {
      ...basicAuth("shop", "a-secret-of-the-shop"),
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: { token: "nothing" },
  });
  expect(told.data).toEqual({ active: false });
});
