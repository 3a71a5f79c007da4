import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { NONE_OF_ANY_KIND } from "../../src/postgres/mail-kinds.ts";
import { json } from "../support/answer.ts";
import { newPerson, register, registerNew } from "../support/client.ts";
import { insertMail, mailRow, suppress } from "../support/mail-state.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
beforeAll(async () => {
  service = await startService({ EMAIL_API_QUOTA: "500/1h" });
  ops = operator(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const metric = async (sample: string): Promise<number> => {
  const text = await (await ops.get("/metrics")).text();
  return Number(text.split(`\n${sample} `)[1]?.split("\n")[0]);
};

describe("how mail stands", () => {
  test("is told with queue, providers, dead letters and suppressions, and the same in metrics", async ({
    expect,
  }) => {
    await using own = await startService({ EMAIL_API_QUOTA: "500/1h" });
    const { pool } = own.resources;
    const before = await json(operator(own).get("/ops/mail"));
    expect(before).toEqual({
      queue: {
        length: 0,
        oldest_seconds: 0,
        by_kind: NONE_OF_ANY_KIND,
      },
      providers: [
        {
          name: "http",
          state: "closed",
          retry_in_seconds: 0,
          quota: "500/1h",
          problem: null,
          last_accepted_at: null,
        },
      ],
      dead_letters: { undeliverable: 0, expired: 0 },
      suppressed_addresses: 0,
    });
    // Without jobs: they stay queued.
    for (const [kind, settledAgoMs] of [
      ["activation_code", 89_000],
      ["already_registered", 29_000],
      ["already_registered", 9000],
      ["password_reset", 1000],
    ] as const)
      await insertMail(pool, { kind, state: "queued", settledAgoMs });
    for (const state of ["expired", "expired", "undeliverable", "dropped", "sent"] as const)
      await insertMail(pool, { state });
    await suppress(own.resources, newPerson().email);
    const {
      queue,
      dead_letters: dead,
      suppressed_addresses: count,
    } = await json(operator(own).get("/ops/mail"));
    expect(queue.by_kind).toEqual({
      ...NONE_OF_ANY_KIND,
      activation_code: 1,
      already_registered: 2,
      password_reset: 1,
    });
    expect(queue.length).toBe(4);
    expect(queue.oldest_seconds).toBeGreaterThanOrEqual(90);
    expect(queue.oldest_seconds).toBeLessThan(120);
    expect(dead).toEqual({ undeliverable: 1, expired: 2 });
    expect(count).toBe(1);

    const metrics = await (await operator(own).get("/metrics")).text();
    for (const sample of [
      'latchkey_mail_queue_length{kind="activation_code"} 1',
      'latchkey_mail_queue_length{kind="already_registered"} 2',
      'latchkey_mail_dead_letters{state="undeliverable"} 1',
      'latchkey_mail_dead_letters{state="expired"} 2',
      'latchkey_mail_provider_up{provider="http"} 1',
    ])
      expect(metrics.split("\n")).toContain(sample);
    expect(metrics).toMatch(/^latchkey_mail_oldest_seconds (9\d|1[01]\d)\./m);
  });

  test("names the provider that fails, with the reason, and that it is not asked for a while", async ({
    expect,
  }) => {
    await using own = await startService();
    own.email.answerWith(() => new HttpResponse(null, { status: 503 }));
    for (let i = 0; i < 5; i++) await register(own, newPerson());
    const provider = async (): Promise<{
      state: string;
      problem: string;
      retry_in_seconds: number;
    }> => (await json(operator(own).get("/ops/mail"))).providers[0];
    await vi.waitUntil(async () => (await provider()).state === "open", { timeout: 10_000 });
    expect(await provider()).toMatchObject({
      problem: expect.stringContaining("503"),
      retry_in_seconds: expect.any(Number),
    });
    const metrics = await (await operator(own).get("/metrics")).text();
    expect(metrics).toContain('latchkey_mail_provider_up{provider="http"} 0');
    own.email.answerWith(null);
    await vi.waitUntil(async () => (await provider()).state === "closed", { timeout: 15_000 });
    expect(await provider()).toMatchObject({
      problem: null,
      last_accepted_at: expect.stringMatching(/^20/),
    });
  });

  test("is counted once for each message that ends, with its attempts and its wait", async ({
    expect,
  }) => {
    const settled = 'latchkey_mail_settled_total{kind="activation_code",state="sent"}';
    const [waits, attempts] = [
      'latchkey_mail_wait_seconds_count{kind="activation_code"}',
      'latchkey_mail_attempts_sum{state="sent"}',
    ];
    await registerNew(service);
    await vi.waitUntil(async () => (await metric(settled)) === 1, { timeout: 15_000 });
    let failures = 1;
    service.email.answerWith(() =>
      failures-- > 0 ? new HttpResponse(null, { status: 500 }) : undefined,
    );
    await registerNew(service);
    await vi.waitUntil(async () => (await metric(settled)) === 2, { timeout: 15_000 });
    expect(await metric(waits)).toBe(2);
    expect(await metric(attempts)).toBe(3);
    expect(await metric('latchkey_mail_wait_seconds_sum{kind="activation_code"}')).toBeGreaterThan(
      0,
    );
  });
});

test("nobody without the operators' password sees or does anything about mail", async ({
  expect,
}) => {
  const { messageId } = await insertMail(service.resources.pool);
  const stranger = operator(service, "wrong");
  const body = { ids: [messageId], reason: "x" };
  for (const answer of [
    stranger.get("/ops/mail"),
    stranger.get("/ops/mail/dead-letters"),
    stranger.post("/ops/mail/dead-letters/redrive", body),
    stranger.post("/ops/mail/dead-letters/drop", body),
    stranger.post("/ops/mail/lookup", { email: newPerson().email }),
    stranger.delete("/ops/mail/suppressions", { email: newPerson().email, reason: "x" }),
  ])
    expect((await answer).status).toBe(401);
  expect(await mailRow(service.resources.pool, messageId)).toMatchObject({ state: "expired" });
  expect((await ops.post("/ops/mail/dead-letters/drop", body)).status).toBe(200);
});
