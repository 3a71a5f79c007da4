import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, test } from "vitest";
import type { z } from "zod";
import { environmentSchema } from "../../src/config.ts";
import { FAILURES } from "../../src/domain/failure.ts";
import { PROVIDER_VARIABLES } from "../../src/email-config.ts";
import { parseQuota } from "../../src/domain/quota.ts";
import { POLICIES } from "../../src/limits/policies.ts";
import { TRACE_VARIABLES } from "../../src/trace-config.ts";
import { createDatabase } from "../support/database.ts";
import { startMailMock, startServiceProcess } from "../support/processes.ts";
import { readme, tableBelow } from "../support/readme.ts";

test("the failure table has every code with its status, and no other", ({ expect }) => {
  const rows = tableBelow("Failures").map(([code, status]) => [code, Number(status)]);
  expect(rows).toEqual(Object.entries(FAILURES).map(([code, { status }]) => [code, status]));
});

describe("the configuration tables have every variable with its default, and no other", () => {
  const providerVariables = Object.assign(
    {},
    ...Object.values(PROVIDER_VARIABLES).map(({ shape }) => shape),
  ) as Record<string, z.ZodType>;
  const ownVariables = Object.fromEntries(
    Object.entries(environmentSchema.shape).filter(([name]) => !(name in TRACE_VARIABLES)),
  );
  test.for([
    ["Configuration", ownVariables],
    ["Traces", TRACE_VARIABLES],
    ["Mail providers", providerVariables],
  ] as const)("%s", ([heading, schemas], { expect }) => {
    const rows = new Map(tableBelow(heading).map(([name, value]) => [name, value]));
    expect(new Set(rows.keys())).toEqual(new Set(Object.keys(schemas)));
    for (const [name, schema] of Object.entries(schemas)) {
      const { success, data } = schema.safeParse(undefined);
      const told = rows.get(name) ?? "";
      if (/^(required|number of|none)/.test(told) || name === "PUBLIC_URL") continue;
      expect(success, name).toBe(true);
      expect(told, name).toBe(typeof data === "string" ? data : JSON.stringify(data));
    }
  });
});

test("the limits table has every policy with its quota, and no other", ({ expect }) => {
  const told = tableBelow("Limits").flatMap(([names = "", quotas = ""]) => {
    const texts = quotas.split(", ");
    return names.split(", ").map((name, i) => [name, texts[i]] as const);
  });
  expect(told.map(([name]) => name)).toEqual(Object.keys(POLICIES));
  for (const [name, text] of told) {
    const { quota } = POLICIES[name as keyof typeof POLICIES];
    expect(parseQuota(text ?? ""), name).toEqual(quota);
  }
});

test("the layout names what is there", async ({ expect }) => {
  const layout = readme.split("### Layout\n")[1]?.split("```")[1] ?? "";
  const names = [...layout.matchAll(/^ {0,2}(\S+?)[/,]? /gm)].map(([, name]) => name ?? "");
  expect(names.length).toBeGreaterThan(12);
  const { readdir } = await import("node:fs/promises");
  const there = await Promise.all(
    ["../../", "../../src/"].map((folder) => readdir(new URL(folder, import.meta.url))),
  );
  for (const name of names) expect(there.flat(), name).toContain(name.replace(/\/$/, ""));
});

describe("the examples", () => {
  /** Runs the shell examples between two headings, one after the other. */
  async function runExamples(
    [from, to]: [string, string],
    environment: Record<string, string>,
  ): Promise<string> {
    const section = readme.split(from)[1]?.split(to)[0] ?? "";
    const examples = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text ?? "");
    const script = ["set -euo pipefail", ...examples].join("\necho\n");
    const { stdout } = await promisify(execFile)("bash", ["-c", script], {
      env: { ...process.env, ...environment },
    });
    return stdout;
  }

  test("for operators run as they stand", async ({ expect }) => {
    await using service = await startServiceProcess("node", {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:9",
      OPS_PASSWORD: "operators-of-this-test",
    });
    const stdout = await runExamples(["### Change them while it runs\n", "### How safe"], {
      LATCHKEY: service.url,
      OPS: "ops:operators-of-this-test",
    });
    expect(stdout).toMatch(/^etag: "0"/im);
    expect(stdout).toContain('"dry_run":true');
    expect(stdout).toContain('"candidate":"10/1m"');
    expect(stdout).toContain('"refuses":false');
  });

  test("for the mock's faults run as they stand", async ({ expect }) => {
    await using mock = await startMailMock();
    const stdout = await runExamples(
      ["### A provider that fails", "### Mails and their language\n"],
      {
        INBOX: mock.url,
      },
    );
    expect(stdout).toContain('"retry_after":7');
  });

  test("run as they stand, and answer what the text says", async ({ expect }) => {
    await using mock = await startMailMock();
    await using service = await startServiceProcess("node", {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: mock.url,
    });
    const stdout = await runExamples(["## Use it\n", "### Endpoints"], {
      LATCHKEY: service.url,
      INBOX: mock.url,
    });
    expect(stdout).toContain('"status":"pending"');
    expect(stdout).toMatch(/"state":"(sent|queued)"/);
    expect(stdout).toContain('{"status":"active"}');
    expect(stdout).toContain('"code":"already_active"');
    expect(stdout).toContain('"format":"jws"');
  });
});
