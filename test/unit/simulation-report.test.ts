import { describe, test } from "vitest";
import { reportPage } from "../../src/commands/simulation-report.ts";
import { type Modes, replay, REPLAY_START_MS, request } from "../support/replay.ts";

const HOUR_MS = 3_600_000;
const ENFORCED: Modes = { a: ["3/1m", "enforce"] };

const everySoOften = (count: number, everyMs: number) =>
  Array.from({ length: count }, (_, i) =>
    request(["a"], { time: REPLAY_START_MS + i * everyMs, cost: i % 3 === 0 ? 4 : 1 }),
  ).flat();

describe("the report", () => {
  test("lets no text of a record become markup", async ({ expect }) => {
    const result = replay(ENFORCED, { a: "2/1m" }, []);
    const hostile = "</style><script>alert(1)</script>\"'&";
    for (const policy of result.policies) policy.policy = hostile;
    const page = String(await reportPage(result));
    expect(page).not.toContain("<script");
    expect(page.match(/&lt;script&gt;alert\(1\)/g)).toHaveLength(2);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  test.for([
    ["nothing", 0, 0, []],
    ["a minute", 60, 1000, ["00:00:00", "00:00:15", "00:00:30", "00:00:45", "00:01:00"]],
    ["a day", 288, HOUR_MS / 12, ["00:00", "06:00", "12:00", "18:00", "00:00"]],
    ["a month", 30, 24 * HOUR_MS, ["01-31", "02-07", "02-14", "02-21", "03-01"]],
  ] as const)(
    "of %s has times below its drawing",
    async ([, count, everyMs, labels], { expect }) => {
      const result = replay(ENFORCED, { a: "5/1m" }, everySoOften(count, everyMs));
      const page = String(await reportPage(result));
      const told = page.split('class="x"')[1]?.split("</div>")[0] ?? "";
      expect([...told.matchAll(/<span>(.*?)<\/span>/g)].map(([, label]) => label)).toEqual(labels);
      expect(page).not.toMatch(/NaN|undefined|Infinity/);
    },
  );

  test("draws one bar for each step with refusals", async ({ expect }) => {
    const result = replay(ENFORCED, { a: "5/1m" }, everySoOften(24, HOUR_MS));
    const page = String(await reportPage(result));
    const barsOf = (name: string): string =>
      new RegExp(`<path class="${name}" d="([^"]*)"`).exec(page)?.[1] ?? "";
    expect(barsOf("enforced").match(/M/g)).toHaveLength(8);
    expect(barsOf("candidate")).toBe("");
  });
});
