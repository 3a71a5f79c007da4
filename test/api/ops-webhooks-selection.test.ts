import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { eventRow, insertEvent } from "../support/event-state.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

const HOUR_MS = 3_600_000;

let service: TestService;
let ops: ReturnType<typeof operator>;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

describe.each(["redrive", "drop"] as const)("a bad %s", (action) => {
  test.for([
    ["ids", {}],
    ["ids", { ids: ["own"], all_since: "2026-01-31T12:00:00Z" }],
    ["ids", { ids: [] }],
    ["ids", { ids: Array.from({ length: 301 }, randomUUID) }],
    ["ids.0", { ids: ["x"] }],
    ["state", { ids: ["own"], state: action === "drop" ? "delivered" : "queued" }],
    ["state", { ids: ["own"], state: "dropped" }],
    ["type", { ids: ["own"], type: "user.renamed" }],
    ["all_since", { all_since: "yesterday" }],
    ["reason", { ids: ["own"], reason: " " }],
    ["extra", { ids: ["own"], extra: 1 }],
  ] as const)(
    "is refused with the field %s, and changes nothing",
    async ([field, body], { expect }) => {
      const id = await insertEvent(pool);
      const given =
        "ids" in body ? { ...body, ids: body.ids.map((one) => (one === "own" ? id : one)) } : body;
      const answer = await ops.post(`/ops/webhooks/${action}`, { reason: "all", ...given });
      expect(answer.status).toBe(422);
      expect((await json(answer)).errors[0].field).toBe(field);
      expect(await eventRow(pool, id)).toMatchObject({ state: "dead" });
    },
  );
});

test("nobody without the operators' password sees or does anything about events", async ({
  expect,
}) => {
  const id = await insertEvent(pool);
  const stranger = operator(service, "wrong");
  const body = { ids: [id], reason: "x" };
  for (const answer of [
    stranger.get("/ops/webhooks"),
    stranger.get("/ops/webhooks/events"),
    stranger.post("/ops/webhooks/redrive", body),
    stranger.post("/ops/webhooks/drop", body),
  ])
    expect((await answer).status).toBe(401);
  expect(await eventRow(pool, id)).toMatchObject({ state: "dead" });
  expect((await ops.post("/ops/webhooks/drop", body)).status).toBe(200);
});

test("all since a time are taken a thousand at a time, the oldest first, and the answer says how many there are still", async ({
  expect,
}) => {
  const before = await insertEvent(pool, { type: "session.revoked", agoMs: 3 * HOUR_MS });
  await pool.query(
    `insert into webhook_events (id, type, payload, state, created_at, settled_at)
     select gen_random_uuid(), 'session.revoked', '{}', 'dead', now() - n * interval '1 s', now() from generate_series(1, 1005) n`,
  );
  const since = {
    all_since: new Date(Date.now() - 2 * HOUR_MS).toISOString(),
    type: "session.revoked",
  };
  expect(await json(ops.post("/ops/webhooks/drop", { reason: "all", ...since }))).toMatchObject({
    dropped: 1000,
    more: 5,
  });
  expect(await json(ops.post("/ops/webhooks/drop", { reason: "all", ...since }))).toMatchObject({
    dropped: 5,
    more: 0,
  });
  expect(await json(ops.post("/ops/webhooks/drop", { reason: "all", ...since }))).toMatchObject({
    dropped: 0,
    more: 0,
  });
  expect(await eventRow(pool, before)).toMatchObject({ state: "dead" });
  const { events } = await json(ops.get("/ops/events"));
  expect(events[1]).toMatchObject({ kind: "webhooks_dropped" });
  expect(events[1].subject).toMatch(/^1000 events: ([\da-f-]{36}(, )?){20} and 980 more$/);
});
