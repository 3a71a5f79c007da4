import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { createEmailMock } from "../../email-mock/app.ts";
import { draw, readRules } from "../../email-mock/faults.ts";
import { findSpecial } from "../../email-mock/special-addresses.ts";
import { json } from "../support/answer.ts";
import { inbox, newMail, putFaults, send, special, stats } from "../support/mail-mock.ts";

const newMock = () => createEmailMock({ apiKey: "key" });

describe("error", () => {
  test("refuses with 500 or its own status, and accepts nothing, until it is switched off", async ({
    expect,
  }) => {
    const mock = newMock();
    expect((await putFaults(mock, { error: { rate: 1 } })).status).toBe(200);
    expect((await send(mock, newMail())).status).toBe(500);
    await putFaults(mock, { error: { rate: 1, status: 429 } });
    const refused = await send(mock, newMail());
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(await inbox(mock)).toEqual([]);
    expect((await putFaults(mock, null)).status).toBe(204);
    expect((await send(mock, newMail())).status).toBe(202);
    expect(await stats(mock)).toMatchObject({ received: 3, accepted: 1, refused: 2 });
  });

  test.for([7, 0, "Wed, 21 Oct 2037 07:28:00 GMT", "Wednesday, 21-Oct-37 07:28:00 GMT"])(
    "tells when to come again: %s",
    async (retryAfter, { expect }) => {
      const mock = newMock();
      await putFaults(mock, { error: { rate: 1, status: 503, retry_after: retryAfter } });
      const refused = await send(mock, newMail());
      expect(refused.headers.get("retry-after")).toBe(String(retryAfter));
    },
  );
});

test("reject refuses for good, and names the field", async ({ expect }) => {
  const mock = newMock();
  await putFaults(mock, { reject: { rate: 1 } });
  const refused = await send(mock, newMail());
  expect(refused.status).toBe(422);
  expect(await json(refused)).toMatchObject({ fields: ["to"] });
  expect(await inbox(mock)).toEqual([]);
});

test("delay lets a mail wait, and then takes it", async ({ expect }) => {
  const mock = newMock();
  await putFaults(mock, { delay: { rate: 1, ms: 100 } });
  const before = performance.now();
  expect((await send(mock, newMail())).status).toBe(202);
  expect(performance.now() - before).toBeGreaterThan(95);
  expect(await stats(mock)).toMatchObject({ delayed: 1, accepted: 1 });
});

test("duplicate delivers twice under one key, and says so", async ({ expect }) => {
  const mock = newMock();
  const key = randomUUID();
  await putFaults(mock, { duplicate: { rate: 1 } });
  expect((await send(mock, newMail(), { "idempotency-key": key })).status).toBe(202);
  const mails = await inbox(mock);
  expect(mails.map(({ idempotency_key }) => idempotency_key)).toEqual([key, key]);
  expect(new Set(mails.map(({ id }) => id)).size).toBe(2);
  expect(await json(mock.request(`/accepted?key=${key}`))).toEqual({ accepted: 2 });
  expect(await json(mock.request("/accepted"))).toEqual({ keys: 1, more_than_once: [key] });
  expect(await stats(mock)).toMatchObject({ accepted: 1, doubled: 1 });
});

test("drop_reply without a socket to cut breaks the answer off, and has accepted", async ({
  expect,
}) => {
  const mock = newMock();
  await putFaults(mock, { drop_reply: { rate: 1 } });
  const response = await send(mock, newMail());
  await expect(response.text()).rejects.toThrow("dropped");
  expect(await inbox(mock)).toHaveLength(1);
});

test("a rate of 0 is off, for each fault", async ({ expect }) => {
  const mock = newMock();
  const off = { rate: 0 };
  const faults = { error: off, reject: off, hang: off, stall: off, drop_reply: off };
  await putFaults(mock, { ...faults, duplicate: off, delay: { rate: 0, ms: 60_000 } });
  const response = await send(mock, newMail());
  expect(response.status).toBe(202);
  expect(await json(response)).toHaveProperty("id");
  expect(await inbox(mock)).toHaveLength(1);
});

describe("rates", () => {
  // 20,000 draws: five standard deviations of a half are below 0.018.
  const DRAWS = 20_000;
  const shares = (rule: object): Record<string, number> => {
    const found: Record<string, number> = {};
    for (let i = 0; i < DRAWS; i++) {
      const { delayMs, ending, isDoubled } = draw([rule], "ada@example.com");
      const keys = [ending.kind, delayMs > 0 && "delay", isDoubled && "duplicate"];
      for (const key of keys) if (key !== false) found[key] = (found[key] ?? 0) + 1 / DRAWS;
    }
    return found;
  };

  test("are shares of all requests, whatever else is on", ({ expect }) => {
    const found = shares({
      error: { rate: 0.5, status: 500 },
      hang: { rate: 0.2 },
      drop_reply: { rate: 0.05 },
      delay: { rate: 0.3, ms: 10 },
      duplicate: { rate: 0.1 },
    });
    const told = { error: 0.5, hang: 0.2, drop_reply: 0.05, accept: 0.25 };
    for (const [kind, rate] of Object.entries({ ...told, delay: 0.3, duplicate: 0.1 }))
      expect(Math.abs((found[kind] ?? 0) - rate), kind).toBeLessThan(0.02);
  });

  test("of 1 in all leave nothing that is well", ({ expect }) => {
    expect(shares({ error: { rate: 0.7, status: 500 }, hang: { rate: 0.3 } })).not.toHaveProperty(
      "accept",
    );
  });
});

describe("rules", () => {
  test("the first whose text is in the address decides", async ({ expect }) => {
    const mock = newMock();
    const rules = [
      { to: "@GOOD.example" },
      { to: "@busy.", error: { rate: 1, status: 503 } },
      { reject: { rate: 1 } },
    ];
    await putFaults(mock, { rules });
    expect((await json(mock.request("/faults"))).rules).toEqual(rules);
    expect((await send(mock, newMail({ to: "a@good.example" }))).status).toBe(202);
    expect((await send(mock, newMail({ to: "a@busy.example" }))).status).toBe(503);
    expect((await send(mock, newMail())).status).toBe(422);
  });

  test("that are none are refused with every problem, and change nothing", async ({ expect }) => {
    const mock = newMock();
    await putFaults(mock, { error: { rate: 1 } });
    const refused = await putFaults(mock, {
      error: { rate: 2, status: 200, retry_after: "soon\r\n" },
      delay: { ms: -1 },
      unknown: 1,
    });
    expect(refused.status).toBe(422);
    const { problems } = await json(refused);
    const places = ["error.rate", "error.status", "delay.rate", "delay.ms"].map((at) => `${at}: `);
    const date = "error.retry_after: must be a number of seconds, or an HTTP date";
    for (const told of [...places, date, '"unknown"']) expect(problems.join("\n")).toContain(told);
    expect((await json(mock.request("/faults"))).rules).toMatchObject([{ error: { rate: 1 } }]);
    expect((await mock.request("/faults", { method: "PUT", body: "{" })).status).toBe(400);
  });

  test.for([
    [[], "expected object"],
    [null, "expected object"],
    [{ error: { rate: 0.8 }, hang: { rate: 0.3 } }, "more than 1 together"],
    [{ rules: [{ to: "" }] }, "rules.0.to"],
    [{ rules: Array.from({ length: 21 }, () => ({})) }, "rules"],
    [{ rules: [], error: { rate: 1 } }, "error"],
  ] as const)("%j is refused", ([body, problem], { expect }) => {
    expect(readRules(body).problems.join()).toContain(problem);
  });
});

describe("special addresses", () => {
  test("need no fault switched on, and other addresses are left alone", async ({ expect }) => {
    const mock = newMock();
    expect((await send(mock, newMail({ to: special("error") }))).status).toBe(500);
    expect((await send(mock, newMail({ to: special("REJECT") }))).status).toBe(422);
    expect((await send(mock, newMail({ to: special("bounce") }))).status).toBe(202);
    expect(findSpecial(special("slow"))?.course).toEqual({ delayMs: 3000 });
    expect((await send(mock, newMail({ to: "error@example.com" }))).status).toBe(202);
  });

  test("are all explained by GET /faults", async ({ expect }) => {
    const { addresses } = await json(newMock().request("/faults"));
    const kinds = ["slow", "error", "reject", "hang", "drop", "bounce", "softbounce", "complaint"];
    expect(addresses.map(({ pattern }: { pattern: string }) => pattern)).toEqual(
      kinds.map((kind) => `+${kind}@`),
    );
  });
});
