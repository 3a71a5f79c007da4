import { describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

/** Changes a limit at one instance, and waits until another one has it. */
async function changeAndAwait(
  changed: TestService,
  other: TestService,
  quota: string,
): Promise<{ quota: string }> {
  const { headers } = await operator(changed).get("/ops/limits/activate.ip");
  const change = { quota, reason: "a test" };
  const ifMatch = headers.get("etag") ?? "";
  const answer = await operator(changed).put("/ops/limits/activate.ip", change, ifMatch);
  if (!answer.ok) throw new Error(await answer.text());
  await vi.waitUntil(
    () => other.resources.policies.current()["activate.ip"].quota.count === Number.parseInt(quota),
    { timeout: 10_000, interval: 10 },
  );
  return (await json(operator(other).get("/ops/limits/activate.ip"))).settings;
}

describe("a change of limits reaches another instance", () => {
  test("by Redis, and without it by Postgres", async ({ expect }) => {
    await using one = await startService();
    const { DATABASE_URL, SECRET_KEY } = one.resources.config;
    await using other = await startService({ DATABASE_URL, SECRET_KEY });
    expect(await changeAndAwait(one, other, "7/1m")).toMatchObject({ quota: "7/1m" });
    expect(await changeAndAwait(other, one, "8/1m")).toMatchObject({ quota: "8/1m" });
    // As if every message were lost.
    vi.spyOn(one.resources.limitChanges, "publish").mockResolvedValue();
    expect(await changeAndAwait(one, other, "9/1m")).toMatchObject({ quota: "9/1m" });
  });

  test("and one of a limit that only another version has does no harm", async ({ expect }) => {
    await using service = await startService();
    await service.resources.pool.query(
      `insert into limit_changes (policy, previous_version, settings, changed_by, reason)
       values ('later.ip', 0, '{"quota": 1}', 'ops', 'a later version')`,
    );
    await changeAndAwait(service, service, "6/1m");
    const { changes } = await json(operator(service).get("/ops/changes"));
    expect(changes).toMatchObject([{ limit: "activate.ip", settings: { quota: "6/1m" } }]);
  });

  test("and is there after a restart", async ({ expect }) => {
    const first = await startService();
    const { DATABASE_URL, SECRET_KEY } = first.resources.config;
    await changeAndAwait(first, first, "6/1m");
    await first[Symbol.asyncDispose]();
    await using next = await startService({ DATABASE_URL, SECRET_KEY });
    expect(next.resources.policies.current()["activate.ip"].quota.count).toBe(6);
  });
});
