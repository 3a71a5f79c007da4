import { describe, test } from "vitest";
import { type Patience, createLatchkeyClient, patientFetch } from "../../openapi/client/index.ts";

const NOW_MS = Date.parse("2026-01-01T00:00:00Z");

type Answer = { status: number; body?: unknown; retryAfter?: string };
type Seen = { url: string; method: string; headers: Headers; body: string };

const toResponse = ({ status, body, retryAfter }: Answer): Response =>
  new Response(typeof body === "object" ? JSON.stringify(body) : ((body as string) ?? null), {
    status,
    headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter },
  });

/** A service that gives these answers in turn, the last one for ever, and a clock that only waiting moves. */
function scripted(answers: Answer[], patience: Omit<Patience, "clock"> = {}) {
  const seen: Seen[] = [];
  const waits: number[] = [];
  let nowMs = NOW_MS;
  const send = async (request: Request): Promise<Response> => {
    const { url, method, headers } = request;
    seen.push({ url, method, headers, body: await request.text() });
    return toResponse(answers[Math.min(seen.length, answers.length) - 1] as Answer);
  };
  const clock = {
    now: () => nowMs,
    sleep: async (ms: number) => {
      waits.push(ms);
      nowMs += ms;
    },
  };
  return { send, seen, waits, patience: { ...patience, clock } };
}

const LIMITED = { status: 429, body: { code: "rate_limited" }, retryAfter: "7" };
const FINE = { status: 200, body: {} };
const ask = (): Request => new Request("https://id.test/x", { method: "POST", body: "{}" });

describe("the client waits and sends the same again after", () => {
  test.for([
    [429, { code: "rate_limited" }],
    [429, { code: "resend_too_soon" }],
    [409, { code: "idempotency_in_flight" }],
    [503, { code: "overloaded" }],
    [503, { code: "unavailable" }],
    [429, { error: "temporarily_unavailable" }],
    [503, "<h1>a proxy's page</h1>"],
    [429, undefined],
  ] as const)("%s %j", async ([status, body], { expect }) => {
    const { send, seen, waits, patience } = scripted([{ status, body, retryAfter: "7" }, FINE]);
    const response = await patientFetch(send, patience)(ask());
    expect(response.status).toBe(200);
    expect(seen.map((each) => [each.method, each.body])).toEqual([
      ["POST", "{}"],
      ["POST", "{}"],
    ]);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(7000);
    expect(waits[0]).toBeLessThanOrEqual(7700);
  });

  test("a date", async ({ expect }) => {
    const retryAfter = "Thu, 01 Jan 2026 00:00:30 GMT";
    const { send, waits, patience } = scripted([{ ...LIMITED, retryAfter }, FINE]);
    expect((await patientFetch(send, patience)(ask())).status).toBe(200);
    expect(waits[0]).toBeGreaterThanOrEqual(30_000);
  });

  test("a date of yesterday, at once", async ({ expect }) => {
    const retryAfter = "Wed, 31 Dec 2025 00:00:00 GMT";
    const { send, waits, patience } = scripted([{ ...LIMITED, retryAfter }, FINE]);
    expect((await patientFetch(send, patience)(ask())).status).toBe(200);
    expect(waits).toEqual([0]);
  });
});

describe("the client gives back at once, however long it is told to wait,", () => {
  test.for([
    [429, { code: "code_exhausted" }],
    [400, { code: "code_incorrect" }],
    [401, { code: "invalid_credentials" }],
    [403, { code: "account_disabled" }],
    [409, { code: "already_active" }],
    [409, "<h1>a proxy's page</h1>"],
    [410, { code: "code_expired" }],
    [422, { code: "idempotency_conflict" }],
    [500, { code: "internal_error" }],
    [503, { status: "draining", checks: { postgres: "ok", redis: "ok" } }],
    [429, { code: "a_code_to_come" }],
    [200, { code: "rate_limited" }],
  ] as const)("%s %j", async ([status, body], { expect }) => {
    const { send, seen, waits, patience } = scripted([{ status, body, retryAfter: "1" }, FINE]);
    const response = await patientFetch(send, patience)(ask());
    expect(response.status).toBe(status);
    // Whoever asked can still read it.
    expect(await response.text()).toBe(typeof body === "string" ? body : JSON.stringify(body));
    expect([seen.length, waits.length]).toEqual([1, 0]);
  });

  test.for(["", "soon", "-1", "1.5", "2027", "Thu, 99 Jan 2026 00:00:30 GMT"])(
    "a refusal whose Retry-After is %j",
    async (retryAfter, { expect }) => {
      const { send, seen, patience } = scripted([{ ...LIMITED, retryAfter }, FINE]);
      expect((await patientFetch(send, patience)(ask())).status).toBe(429);
      expect(seen).toHaveLength(1);
    },
  );
});

describe("its patience ends", () => {
  test("after so many repeats, with the last answer", async ({ expect }) => {
    const { send, seen, patience } = scripted([LIMITED], { repeatsMax: 3, waitMaxMs: 1e9 });
    const response = await patientFetch(send, patience)(ask());
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual({ code: "rate_limited" });
    expect(seen).toHaveLength(4);
  });

  test("before a wait that is longer than what is left of its time", async ({ expect }) => {
    const { send, seen, waits, patience } = scripted([LIMITED], {
      repeatsMax: 99,
      waitMaxMs: 20_000,
    });
    expect((await patientFetch(send, patience)(ask())).status).toBe(429);
    expect(seen).toHaveLength(3);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(20_000);
    const never = scripted([LIMITED, FINE], { waitMaxMs: 0 });
    expect((await patientFetch(never.send, never.patience)(ask())).status).toBe(429);
  });

  test("within a minute and five repeats, unless it is told otherwise", async ({ expect }) => {
    const hour = scripted([{ ...LIMITED, retryAfter: "3600" }]);
    await patientFetch(hour.send, hour.patience)(ask());
    expect(hour.seen).toHaveLength(1);
    const minute = scripted([{ ...LIMITED, retryAfter: "60" }, FINE]);
    expect((await patientFetch(minute.send, minute.patience)(ask())).status).toBe(200);
    const short = scripted([{ ...LIMITED, retryAfter: "1" }]);
    await patientFetch(short.send, short.patience)(ask());
    expect(short.seen).toHaveLength(6);
  });

  test("when the request is aborted while it waits, with the reason", async ({ expect }) => {
    const stop = new AbortController();
    const { send: answer, seen } = scripted([{ ...LIMITED, retryAfter: "30" }]);
    const send = async (request: Request): Promise<Response> => {
      const response = await answer(request);
      setTimeout(() => stop.abort(new Error("the page was left")));
      return response;
    };
    // The real clock: the test ends long before the wait would.
    const request = new Request(ask(), { signal: stop.signal });
    await expect(patientFetch(send)(request)).rejects.toThrow("the page was left");
    expect(seen).toHaveLength(1);
  });

  test("when nothing answers: what was thrown is thrown on", async ({ expect }) => {
    const send = (): Promise<Response> => Promise.reject(new TypeError("fetch failed"));
    await expect(patientFetch(send)(ask())).rejects.toThrow("fetch failed");
  });
});

describe("a registration", () => {
  const body = { email: "ada@example.com", password: "correct horse" };

  test("carries a key of its own, the same in all its repeats, and another one each time", async ({
    expect,
  }) => {
    const { send, seen, patience } = scripted([LIMITED, LIMITED, FINE]);
    const client = createLatchkeyClient({
      baseUrl: "https://id.test/path/",
      fetch: send,
      patience,
    });
    await client.POST("/users", { body });
    await client.POST("/users", { body });
    const keys = seen.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(4);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
    for (const each of seen) {
      expect(JSON.parse(each.body)).toEqual(body);
      expect(each.url).toBe("https://id.test/path/users");
    }
  });

  test("carries the key it is given, and other requests carry none", async ({ expect }) => {
    const { send, seen, patience } = scripted([FINE]);
    const client = createLatchkeyClient({ baseUrl: "https://id.test", fetch: send, patience });
    await client.POST("/users", { body, params: { header: { "idempotency-key": "mine" } } });
    await client.POST("/otp/send", { body: { email: "ada@example.com" } });
    expect(seen.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["mine", null]);
  });
});
