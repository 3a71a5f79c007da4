import { describe, test } from "vitest";
import { execute } from "../chaos/execute.ts";
import { RUNS } from "../chaos/runs/index.ts";
import { disturbOneByOne } from "../chaos/runs/run.ts";
import { disturbMail } from "../chaos/faults.ts";

const SEED = 5;
const TIMEOUT = { timeout: 180_000 };
const print = (): void => {};

describe("the fault programme, its short tier", () => {
  const short = Object.entries(RUNS).filter(([, run]) => run.isInTests);

  test.for(short)(
    "%s: nothing accepted is lost, and nobody is let in",
    TIMEOUT,
    async ([, run], { expect }) => {
      const lines: string[] = [];
      const verdict = await execute(run, {
        tier: "short",
        runtime: "node",
        seed: SEED,
        print: (line) => lines.push(line),
      });
      expect(verdict?.breaches, lines.join("\n")).toEqual([]);
      const entries = verdict?.entries ?? [];
      // Somebody was there all along.
      expect(entries.filter(({ status }) => status === 202).length).toBeGreaterThan(30);
      expect(
        entries.filter(({ operation, status }) => operation === "activate" && status === 200)
          .length,
      ).toBeGreaterThan(20);
    },
  );

  test("a provider that forgets its keys is a breach (control)", TIMEOUT, async ({ expect }) => {
    const verdict = await execute(
      {
        title: "control",
        drive: (world) =>
          disturbOneByOne(
            world,
            "short",
            [disturbMail("forgets", { duplicate: { rate: 0.5 } }, 500)],
            { concurrency: 8 },
          ),
      },
      { tier: "short", runtime: "node", seed: SEED, print },
    );
    expect(verdict?.breaches).toEqual([expect.stringMatching(/^I3: accepted twice/)]);
  });
});
