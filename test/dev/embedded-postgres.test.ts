import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-embedded-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const withPassword = (url: string, password: string): string => {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
};

const answersTo = (url: string): Promise<unknown> =>
  query(url, "select 1 as one").catch(({ message }: Error) => message);

describe("the port is open to every user of the machine, so", () => {
  const LET_IN = [{ one: 1 }];
  const REFUSED = /password/;

  test("only the password lets in, and only its owner can read it", async ({ expect }) => {
    const dataDir = join(folder, "closed");
    const { url, stop } = await startPostgres({ dataDir });
    expect(await answersTo(url)).toEqual(LET_IN);
    expect(await answersTo(withPassword(url, ""))).toMatch(REFUSED);
    expect(await answersTo(withPassword(url, "latchkey"))).toMatch(REFUSED);
    const { mode } = await stat(`${dataDir}.password`);
    expect(mode & 0o777).toBe(0o600);
    expect(await readFile(`${dataDir}.password`, "utf8")).toBe(new URL(url).password);
    await stop();
    const again = await startPostgres({ dataDir });
    expect(new URL(again.url).password).toBe(new URL(url).password);
    await again.stop();
  });

  /** As all folders were made once. */
  const open = async (dataDir: string, url: string): Promise<void> => {
    await query(url, "alter role latchkey password null");
    const file = join(dataDir, "pg_hba.conf");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("scram-sha-256", "trust"));
    await rm(`${dataDir}.password`);
  };

  test.for([
    ["was made without one", open],
    ["lost the file with it", (dataDir: string) => rm(`${dataDir}.password`)],
    ["let others read it", (dataDir: string) => chmod(`${dataDir}.password`, 0o644)],
  ] as const)(
    "a folder that %s gets a new one and keeps its data",
    async ([name, spoil], { expect }) => {
      const dataDir = join(folder, name.replaceAll(" ", "-"));
      const before = await startPostgres({ dataDir });
      await query(before.url, "create table kept as select 42 as value");
      await spoil(dataDir, before.url);
      await before.stop();
      const after = await startPostgres({ dataDir });
      expect(await query(after.url, "select value from kept")).toEqual([{ value: 42 }]);
      expect(await answersTo(withPassword(after.url, ""))).toMatch(REFUSED);
      const old = new URL(before.url).password;
      expect(await answersTo(withPassword(after.url, old))).toMatch(REFUSED);
      expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);
      await after.stop();
    },
  );
});

describe("an initdb that did not end", () => {
  const processesOf = (dataDir: string): string[] =>
    execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" })
      .split("\n")
      .filter((command) => command.includes(dataDir));

  test("is killed with the start, and the next start works", async ({ expect }) => {
    const dataDir = join(folder, "killed");
    const giveUp = new AbortController();
    const start = startPostgres({ dataDir, signal: giveUp.signal });
    const outcome = start.catch((error: unknown) => error);
    await expect
      .poll(() => existsSync(`${dataDir}.new/PG_VERSION`), { interval: 1, timeout: 10_000 })
      .toBe(true);
    expect(processesOf(dataDir)).not.toEqual([]);
    giveUp.abort(new Error("enough"));
    expect(await outcome).toEqual(new Error("enough"));
    expect(processesOf(dataDir)).toEqual([]);
    expect(existsSync(`${dataDir}.new`)).toBe(true);

    const { url, stop } = await startPostgres({ dataDir });
    expect(await answersTo(url)).toEqual([{ one: 1 }]);
    await stop();
    expect(existsSync(`${dataDir}.new`)).toBe(false);
  });

  test("does no harm either where it made the data folder itself", async ({ expect }) => {
    const dataDir = join(folder, "half");
    await mkdir(join(dataDir, "base/1"), { recursive: true });
    await writeFile(join(dataDir, "PG_VERSION"), "18\n");
    const { url, stop } = await startPostgres({ dataDir });
    expect(await answersTo(url)).toEqual([{ one: 1 }]);
    await stop();
  });
});
