import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { type EventApi, interceptEvents } from "../support/event-api.ts";
import { eventRow, insertEvent } from "../support/event-state.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

let product: EventApi;
let service: TestService;
let ops: ReturnType<typeof operator>;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  product = interceptEvents();
  service = await startService(product.environment);
  ops = operator(service);
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const change = (action: "redrive" | "drop", body: object): Promise<Response> =>
  ops.post(`/ops/webhooks/${action}`, { reason: "the product is back", ...body });
const isDelivered = (id: string): Promise<unknown> =>
  vi.waitUntil(async () => (await eventRow(pool, id))?.state === "delivered", { timeout: 10_000 });
const heardAs = (id: string): number => product.heard.filter((event) => event.id === id).length;
const list = async (query: string): Promise<string[]> =>
  (await json(ops.get(`/ops/webhooks/events?${query}`))).events.map(({ id }: { id: string }) => id);

describe("how events stand", () => {
  test("is told with queue, dead ones and endpoint, and the same in metrics", async ({
    expect,
  }) => {
    const own = interceptEvents();
    await using other = await startService(own.environment);
    const { resources } = other;
    expect(await json(operator(other).get("/ops/webhooks"))).toEqual({
      queue: { length: 0, oldest_seconds: 0 },
      dead: 0,
      endpoint: { state: "closed", retry_in_seconds: 0, problem: null, last_delivered_at: null },
    });
    // Without jobs: they stay queued.
    await insertEvent(resources.pool, { state: "queued", agoMs: 90_000 });
    await insertEvent(resources.pool, { state: "queued", agoMs: 1000 });
    for (const state of ["dead", "delivered", "dropped"] as const)
      await insertEvent(resources.pool, { state });
    await resources.events.queue(resources.pool, {
      type: "user.deleted",
      accountId: randomUUID(),
      data: { user_id: randomUUID() },
    });
    await own.wait("user.deleted");
    await vi.waitUntil(
      async () => (await json(operator(other).get("/ops/webhooks"))).queue.length === 2,
      { timeout: 15_000 },
    );
    const standing = await json(operator(other).get("/ops/webhooks"));
    expect(standing).toMatchObject({
      dead: 1,
      endpoint: { last_delivered_at: expect.stringMatching(/^20/) },
    });
    expect(standing.queue.oldest_seconds).toBeGreaterThanOrEqual(90);
    expect(standing.queue.oldest_seconds).toBeLessThan(120);
    const metrics = await (await operator(other).get("/metrics")).text();
    for (const sample of [
      "latchkey_webhook_queue_length 2",
      "latchkey_webhook_dead 1",
      "latchkey_webhook_endpoint_up 1",
      'latchkey_webhook_deliveries_total{type="user.deleted",result="accepted"} 1',
      'latchkey_webhook_delivery_duration_seconds_count{result="accepted"} 1',
    ])
      expect(metrics.split("\n")).toContain(sample);
    expect(metrics).toMatch(/^latchkey_webhook_oldest_seconds (9\d|1[01]\d)\./m);
    expect(metrics).not.toContain("product-");
  });

  test("says that there is nobody to tell", async ({ expect }) => {
    await using quiet = await startService();
    expect(await json(operator(quiet).get("/ops/webhooks"))).toMatchObject({ endpoint: null });
    expect(await (await operator(quiet).get("/metrics")).text()).not.toContain("webhook_queue");
  });
});

test("events are listed page by page, newest first, of one state and type, and say nothing of whom", async ({
  expect,
}) => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i++)
    ids.unshift(
      await insertEvent(pool, { type: "user.updated", state: "dropped", agoMs: (9 - i) * HOUR_MS }),
    );
  await insertEvent(pool, { type: "user.activated", state: "dropped" });
  const query = "state=dropped&type=user.updated&limit=2";
  const seen: string[] = [];
  for (let next: string | null = ""; next !== null;) {
    const page = await json(
      ops.get(`/ops/webhooks/events?${query}${next === "" ? "" : `&before=${next}`}`),
    );
    expect(page.events.length).toBeLessThanOrEqual(2);
    seen.push(...page.events.map(({ id }: { id: string }) => id));
    next = page.next;
    if (seen.length === 2)
      expect(page.events[0]).toEqual({
        id: ids[0],
        type: "user.updated",
        state: "dropped",
        attempts: 27,
        last_error: "answered 503",
        created_at: expect.stringMatching(/^20/),
        settled_at: expect.stringMatching(/^20/),
      });
  }
  expect(seen).toEqual(ids);
  expect((await list("limit=200")).length).toBeGreaterThanOrEqual(6);
  for (const bad of ["state=sent", "type=user.renamed", "limit=201", "before=x", "before=1.x"])
    expect((await ops.get(`/ops/webhooks/events?${bad}`)).status, bad).toBe(422);
});

describe("sending again", () => {
  test("delivers a dead event under its old id, and is noted with who and why", async ({
    expect,
  }) => {
    const id = await insertEvent(pool, { agoMs: 96 * HOUR_MS });
    expect(await json(change("redrive", { ids: [id.toUpperCase(), id] }))).toEqual({
      queued: 1,
      left: { other: 0, unknown: 0 },
      more: 0,
    });
    await isDelivered(id);
    expect(heardAs(id)).toBe(1);
    expect(await eventRow(pool, id)).toEqual({ state: "delivered", attempts: 1 });
    const { events } = await json(ops.get("/ops/events"));
    expect(events[0]).toMatchObject({
      kind: "webhooks_redriven",
      subject: `1 event: ${id}`,
      by: "ops",
      reason: "the product is back",
    });
  });

  test("leaves delivered ones alone unless they are asked for, for a receiver that lost them", async ({
    expect,
  }) => {
    const id = await insertEvent(pool, { state: "delivered" });
    expect(await json(change("redrive", { ids: [id, randomUUID()] }))).toEqual({
      queued: 0,
      left: { other: 1, unknown: 1 },
      more: 0,
    });
    expect(heardAs(id)).toBe(0);
    expect(await json(change("redrive", { ids: [id], state: "delivered" }))).toMatchObject({
      queued: 1,
    });
    await isDelivered(id);
    expect(heardAs(id)).toBe(1);
  });

  test("is done once by eight operators at once, and the others are told", async ({ expect }) => {
    const id = await insertEvent(pool);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => json(change("redrive", { ids: [id] }))),
    );
    expect(answers.filter(({ queued }) => queued === 1)).toHaveLength(1);
    expect(answers.filter(({ left }) => left.other === 1)).toHaveLength(7);
    await isDelivered(id);
  });
});

test("dropping gives up dead events, and those that wait when they are asked for", async ({
  expect,
}) => {
  const [dead, queued, trip] = [
    await insertEvent(pool),
    await insertEvent(pool, { state: "queued" }),
    await insertEvent(pool, { state: "queued", type: "limit.tripped" }),
  ];
  expect(await json(change("drop", { ids: [dead, queued] }))).toMatchObject({
    dropped: 1,
    left: { other: 1 },
  });
  const waiting = { all_since: ago(HOUR_MS), state: "queued" };
  expect(await json(change("drop", { ...waiting, type: "limit.tripped" }))).toMatchObject({
    dropped: 1,
    more: 0,
  });
  expect(await eventRow(pool, trip)).toMatchObject({ state: "dropped" });
  expect(await eventRow(pool, queued)).toMatchObject({ state: "queued" });
  expect(await json(change("drop", waiting))).toMatchObject({ dropped: 1 });
  expect(await json(change("redrive", { ids: [dead] }))).toMatchObject({
    queued: 0,
    left: { other: 1 },
  });
});
