import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { describe, inject, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, launchService } from "../support/processes.ts";

const complete = async (): Promise<Record<string, string>> => ({
  DATABASE_URL: await createDatabase(),
  REDIS_URL: inject("redisUrl"),
  EMAIL_API_URL: "http://127.0.0.1:1",
});

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("a bad configuration ends the start with one list of names, without values", async ({
    expect,
  }) => {
    await using service = launchService(runtime, {
      NODE_ENV: "production",
      PORT: "eighty",
      REDIS_URL: "http://redis-value",
      SECRET_KEY: "short-secret-value",
    });
    expect(await service.exited).toBe(1);
    const output = service.lines.join("\n");
    for (const name of [
      "PORT",
      "REDIS_URL",
      "DATABASE_URL",
      "EMAIL_API_URL",
      "SECRET_KEY",
      "PUBLIC_URL",
    ])
      expect(output).toContain(`${name}: `);
    expect(output).not.toMatch(/eighty|redis-value|short-secret-value|\n\s+at /);
  });

  test("a command that there is not starts nothing", async ({ expect }) => {
    const environment = { NODE_ENV: "test", ...(await complete()) };
    await using mistyped = launchService(runtime, environment, "migrat");
    expect(await mistyped.exited).toBe(2);
    expect(mistyped.lines.join("\n")).toContain("there is no command migrat: migrate, ");
    await using right = launchService(runtime, environment, "migrate");
    expect(await right.exited).toBe(0);
  });

  test("production does not start with a development secret", async ({ expect }) => {
    const production = {
      ...(await complete()),
      NODE_ENV: "production",
      PUBLIC_URL: "https://id.shop.test",
      EMAIL_FROM: "no-reply@shop.test",
      EMAIL_API_KEY: randomUUID(),
      PORT: "0",
    };
    await using weak = launchService(runtime, production);
    expect(await weak.exited).toBe(1);
    expect(weak.lines.join("\n")).toContain("SECRET_KEY");
    await using strong = launchService(runtime, {
      ...production,
      SECRET_KEY: randomUUID() + randomUUID(),
    });
    expect(await strong.line(/"msg":"listening"/)).toContain("listening");
  });

  test("bad mail templates end the start with one list of files; good ones are used", async ({
    expect,
  }) => {
    const EMAIL_TEMPLATES_DIR = await mkdtemp(join(tmpdir(), "latchkey-templates-"));
    const write = (name: string, content: string): Promise<void> =>
      writeFile(join(EMAIL_TEMPLATES_DIR, name), content);
    const environment = { ...(await complete()), NODE_ENV: "test", EMAIL_TEMPLATES_DIR, PORT: "0" };
    await write("activation-code.en.txt", "{{{code}}}");
    await write("welcome.en.txt", "Hello");
    await using bad = launchService(runtime, environment);
    expect(await bad.exited).toBe(1);
    const output = bad.lines.join("\n");
    expect(output).toMatch(
      /^ {2}EMAIL_TEMPLATES_DIR: "activation-code\.en\.txt" has code unescaped/m,
    );
    expect(output).toMatch(/^ {2}EMAIL_TEMPLATES_DIR: "welcome\.en\.txt" is not known/m);
    expect(output).not.toMatch(/\n\s+at /);

    await write("activation-code.en.txt", "{{code}}");
    await rm(join(EMAIL_TEMPLATES_DIR, "welcome.en.txt"));
    await using good = launchService(runtime, environment);
    expect(await good.line(/"msg":"listening"/)).toContain("listening");
    await rm(EMAIL_TEMPLATES_DIR, { recursive: true });
  });

  test("a busy port ends the start with one line", async ({ expect }) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await using service = launchService(runtime, {
      ...(await complete()),
      NODE_ENV: "test",
      PORT: String(port),
    });
    expect(await service.exited).toBe(1);
    const told = service.lines.filter((line) => line.startsWith("latchkey: "));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(String(port));
    other.close();
  });
});

test("two migrations of one empty database at once both succeed", async ({ expect }) => {
  const url = new URL(inject("postgresUrl"));
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  url.pathname = name;
  const environment = { ...(await complete()), NODE_ENV: "test", DATABASE_URL: url.href };
  const runs = RUNTIMES.map((runtime) => launchService(runtime, environment, "migrate"));
  expect(await Promise.all(runs.map(({ exited }) => exited))).toEqual([0, 0]);
});
