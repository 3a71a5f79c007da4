import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, test } from "vitest";
import { parse, stringify } from "yaml";
import { FIRING, HEALTHY, type Series } from "../support/alert-cases.ts";
import { findInstalled } from "../support/installed.ts";
import { operator } from "../support/operator.ts";
import { codeBlocksBelow } from "../support/readme.ts";
import { startService } from "../support/service.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

type Rule = {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; action: string };
};

const [block = "", ...others] = codeBlocksBelow("Alerts", "yaml");
const { rules } = (parse(block) as { groups: { rules: Rule[] }[] }).groups[0] ?? { rules: [] };
const run = promisify(execFile);
const RULES = "alerts.yml";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-alerts-"));
  await writeFile(join(folder, RULES), block);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const promtool = async (...args: string[]): Promise<{ ok: boolean; said: string }> => {
  try {
    const { stdout } = await run(findInstalled("promtool"), args, { cwd: folder });
    return { ok: true, said: stdout };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { ok: false, said: stdout + stderr };
  }
};

/** A test of the rules: after 80 minutes of these series just these alerts fire. */
const expecting = (name: string, series: Series, alerts: string[]): object => ({
  name,
  interval: "1m",
  input_series: Object.entries(series).map(([of, values]) => ({ series: of, values })),
  promql_expr_test: [
    {
      expr: 'group by (alertname) (ALERTS{alertstate="firing"})',
      eval_time: "80m",
      exp_samples: alerts.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
    },
  ],
});

async function check(name: string, tests: object[]): Promise<{ ok: boolean; said: string }> {
  await writeFile(
    join(folder, name),
    stringify({ rule_files: [RULES], evaluation_interval: "2m", tests }),
  );
  return promtool("test", "rules", name);
}

describe("the README's alerts", () => {
  test("are one block that promtool takes, and no other that it would take (control)", async ({
    expect,
  }) => {
    expect(others).toEqual([]);
    expect(await promtool("check", "rules", RULES)).toMatchObject({ ok: true });
    await writeFile(join(folder, "broken.yml"), block.replace("max(", "maximum("));
    expect(await promtool("check", "rules", "broken.yml")).toMatchObject({ ok: false });
  });

  test("each says how urgent it is, what is wrong and what to do", ({ expect }) => {
    expect(rules.length).toBeGreaterThan(20);
    for (const { alert, labels, annotations } of rules) {
      expect(labels.severity, alert).toMatch(/^(page|ticket)$/);
      expect(annotations.summary, alert).toBeTruthy();
      expect(annotations.action, alert).toBeTruthy();
    }
  });

  test(
    "none fires on a good day, and each does in its case, with no other",
    {
      timeout: 120_000,
    },
    async ({ expect }) => {
      const tests = FIRING.map(([alert, series, also = []], index) =>
        expecting(`${index} ${alert}`, { ...HEALTHY, ...series }, [alert, ...also].sort()),
      );
      expect(await check("tests.yml", [expecting("healthy", HEALTHY, []), ...tests])).toMatchObject(
        {
          ok: true,
        },
      );
      expect([...new Set(FIRING.map(([alert]) => alert))]).toEqual(rules.map(({ alert }) => alert));
    },
  );

  test("an alert that is expected and does not fire is found (control)", async ({ expect }) => {
    const { ok, said } = await check("wrong.yml", [expecting("wrong", HEALTHY, ["LatchkeyDown"])]);
    expect(ok, said).toBe(false);
  });

  test("every metric and label in them is one that a running service exposes", async ({
    expect,
  }) => {
    await using service = await startService({
      WEBHOOK_URL: "http://127.0.0.1:1/events",
      WEBHOOK_SECRETS: newWebhookSecret(),
    });
    await service.request("/health/ready");
    const text = await (await operator(service).get("/metrics")).text();
    const exposed = new Map(
      [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
    );
    const isExposed = (name: string): boolean =>
      exposed.has(name) || exposed.get(name.replace(/_(bucket|count|sum)$/, "")) === "histogram";
    const used = rules.flatMap(
      ({ expr }) => expr.match(/\b(?:latchkey|nodejs|process)_\w+/g) ?? [],
    );
    expect(used.length).toBeGreaterThan(30);
    expect([...new Set(used)].filter((name) => !isExposed(name))).toEqual([]);
    expect(isExposed("latchkey_nothing_total")).toBe(false);
    expect(text).toMatch(/duration_seconds_count\{[^}]*route="\/health\/ready",status="200"/);
    for (const { expr } of rules)
      for (const [, metric = "", matchers = ""] of expr.matchAll(/(latchkey_\w+)\{([^}]*)\}/g)) {
        const name = exposed.has(metric) ? metric : metric.replace(/_(bucket|count|sum)$/, "");
        const { labelNames } = service.resources.metrics.registry.getSingleMetric(
          name,
        ) as unknown as {
          labelNames: string[];
        };
        const asked = [...matchers.matchAll(/(\w+)\s*(?:=|!)/g)].map(([, label]) => label);
        expect(labelNames, metric).toEqual(expect.arrayContaining(asked));
      }
  });
});
