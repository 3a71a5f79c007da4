import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const versionOf = async (name: string): Promise<string> =>
  (await ops.get(`/ops/limits/${name}`)).headers.get("etag") ?? "";

describe("a change", () => {
  test("that makes codes too easy to guess is refused, with the number", async ({ expect }) => {
    const hour = await ops.put(
      "/ops/limits/send.hour",
      { quota: "100000/1h", reason: "many" },
      '"0"',
    );
    expect(hour.status).toBe(200);
    for (const change of [
      { quota: "100000/1d" },
      { quota: "10/1d", mode: "shadow" },
      { quota: "10/1d", mode: "off" },
      // Whoever is not counted has no limit.
      { quota: "10/1d", allow: ["0.0.0.0/0", "::/0"] },
    ]) {
      const refused = await ops.put("/ops/limits/send.day", { ...change, reason: "more" }, '"0"');
      expect(refused.status).toBe(422);
      const { code, detail } = await json(refused);
      expect(code).toBe("guess_bound_exceeded");
      expect(detail).toMatch(/\d %.* is above MAX_GUESS_PROBABILITY 0\.1 %/);
    }
    expect(await versionOf("send.day")).toBe('"0"');
    const allowed = await ops.put("/ops/limits/send.day", { quota: "20/1d", reason: "x" }, '"0"');
    expect(allowed.status).toBe(200);
  });

  test("that is safe alone, and not with another one at the same time, is refused", async ({
    expect,
  }) => {
    await using one = await startService();
    const { DATABASE_URL, SECRET_KEY } = one.resources.config;
    await using other = await startService({ DATABASE_URL, SECRET_KEY });
    const off = { quota: "1/1h", mode: "off", reason: "a test" };
    const put = async (at: TestService, name: string): Promise<number> =>
      (await operator(at).put(`/ops/limits/${name}`, off, '"0"')).status;
    // Without it either of the others may be off (control).
    expect(await put(one, "send.service")).toBe(200);
    // Reading goes on, writing waits: neither change sees the other one.
    const blocker = await one.resources.pool.connect();
    await blocker.query("begin; lock table limit_changes in share mode");
    const changes = [put(one, "send.hour"), put(other, "send.day")];
    const countWaiting = async (): Promise<number | null> => {
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await one.resources.pool.query(waiting)).rowCount;
    };
    await expect.poll(countWaiting, { interval: 10 }).toBe(2);
    await blocker.query("commit");
    blocker.release();
    expect(new Set(await Promise.all(changes))).toEqual(new Set([200, 422]));
  });
});
