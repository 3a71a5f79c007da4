import { spawnSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { queryDatabase } from "../support/database.ts";
import { type OwnPostgres, startOwnPostgres } from "../support/own-postgres.ts";
import {
  RUNTIMES,
  launchService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { codeBlocksBelow } from "../support/readme.ts";
import { type Certificate, certifiedBy, newAuthority } from "../support/self-signed.ts";
import { ALL_WELL, walkThrough } from "../support/walk-through.ts";

const SETUP = codeBlocksBelow("Roles and TLS", "sql");
const PASSWORD = "of-a-test";

let postgres: OwnPostgres;
let ca: Certificate;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-access-"));
  [postgres, ca] = await Promise.all([startOwnPostgres(), newAuthority("A private CA")]);
  await writeFile(join(folder, "ca.pem"), ca.cert);
  await writeFile(join(folder, "other-ca.pem"), (await newAuthority("Another CA")).cert);
  await present("127.0.0.1");
});
afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Gives Postgres a certificate for a host, and has it speak TLS. */
async function present(host: string): Promise<void> {
  const { key, cert } = await certifiedBy(ca, [host]);
  const { uid, gid } = statSync(postgres.dataDir);
  for (const [name, text] of [
    ["server.key", key],
    ["server.crt", cert],
  ] as const) {
    const file = join(postgres.dataDir, name);
    await writeFile(file, text, { mode: 0o600 });
    chownSync(file, uid, gid);
  }
  await queryDatabase(postgres.url, "alter system set ssl = on");
  await queryDatabase(postgres.url, "select pg_reload_conf()");
  await vi.waitUntil(() => presentedCertificate() === cert.replaceAll("\r", "").trim());
}

/** In PEM; null as long as Postgres speaks no TLS. */
function presentedCertificate(): string | null {
  const url = new URL(postgres.url);
  const args = ["s_client", "-starttls", "postgres", "-connect", url.host, "-no-CAfile"];
  const { stdout } = spawnSync("openssl", args, { input: "", encoding: "utf8" });
  return /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/s.exec(stdout)?.[0] ?? null;
}

type Login = { user?: string; database?: string; ca?: string };

/** Where the database is for somebody; with a CA only over TLS, and only to the server it vouches for. */
function urlOf({ user, database, ca: file }: Login): string {
  const url = new URL(postgres.url);
  if (user !== undefined) [url.username, url.password] = [user, PASSWORD];
  if (database !== undefined) url.pathname = database;
  if (file !== undefined) url.search = `sslmode=verify-full&sslrootcert=${join(folder, file)}`;
  return url.href;
}

/** The README's statements, with names of their own, run one at a time: no database is created in a transaction. */
async function runSetup(part: 0 | 1, database: string): Promise<void> {
  const text = (SETUP[part] ?? "")
    .replaceAll(/latchkey_(owner|service)/g, `${database}_$1`)
    .replaceAll(/\blatchkey\b/g, database)
    .replaceAll("'…'", `'${PASSWORD}'`);
  const url = part === 0 ? postgres.url : urlOf({ user: `${database}_owner`, database });
  for (const statement of text.split(/;$/m).filter((each) => each.trim() !== ""))
    await queryDatabase(url, statement);
}

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("over TLS to a server that is verified, a role that only reads and writes is enough for all of it", async ({
    expect,
  }) => {
    const database = `least_${runtime}`;
    const [owner, user] = [`${database}_owner`, `${database}_service`];
    await runSetup(0, database);
    await using mock = await startMailMock();
    const environment = {
      EMAIL_API_URL: mock.url,
      NODE_ENV: "test",
      REDIS_URL: "redis://none.test",
    };
    await using migration = launchService(
      runtime,
      { ...environment, DATABASE_URL: urlOf({ user: owner, database, ca: "ca.pem" }) },
      "migrate",
    );
    expect(await migration.exited, migration.lines.join("\n")).toBe(0);
    await runSetup(1, database);
    const databaseUrl = urlOf({ user, database, ca: "ca.pem" });
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: databaseUrl,
      DATABASE_MIGRATE: "off",
      EMAIL_API_URL: mock.url,
    });
    expect(await walkThrough(service, mock)).toContain(ALL_WELL);
    const connections = await queryDatabase<{ usename: string; ssl: boolean }>(
      postgres.url,
      `select distinct usename, ssl from pg_stat_activity join pg_stat_ssl using (pid)
        where datname = '${database}'`,
    );
    expect(connections).toEqual([{ usename: user, ssl: true }]);
    // On a crowded machine Redis may take longer than it may, which is no matter of a role.
    const complaints = service.lines.filter(
      (line) => /"level":"(warn|error|fatal)"/.test(line) && !line.includes("Command timed out"),
    );
    expect(complaints).toEqual([]);

    // What an intruder in the service could do with its role.
    for (const statement of [
      "alter table users add column intruder text",
      "drop table users",
      "create table intruders (id integer)",
      "truncate audit_entries",
      "alter table audit_entries disable trigger all",
      "drop schema graphile_worker cascade",
      "create temp table intruders (id integer)",
    ])
      await expect(queryDatabase(databaseUrl, statement), statement).rejects.toThrow(
        /must be owner|permission denied/,
      );
    // It is the role that may not (control).
    await queryDatabase(urlOf({ user: owner, database }), "alter table users add column mine text");
  });

  test("a server that another CA vouches for is not spoken to", async ({ expect }) => {
    await using service = launchService(runtime, {
      NODE_ENV: "test",
      DATABASE_URL: urlOf({ ca: "other-ca.pem" }),
      REDIS_URL: "redis://none.test",
      EMAIL_API_URL: "http://email.test",
    });
    expect(await service.exited).toBe(1);
    expect(service.lines.join("\n")).toMatch(/certificate/i);
  });

  test("nor is one with a certificate for another host", async ({ expect }) => {
    const environment = {
      NODE_ENV: "test",
      REDIS_URL: "redis://none.test",
      EMAIL_API_URL: "http://email.test",
    };
    const migrate = async (): Promise<{ code: unknown; output: string }> => {
      const DATABASE_URL = urlOf({ ca: "ca.pem" });
      await using command = launchService(runtime, { ...environment, DATABASE_URL }, "migrate");
      return { code: await command.exited, output: command.lines.join("\n") };
    };
    await present("elsewhere.test");
    const refused = await migrate();
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/altname|certificate/i);
    await present("127.0.0.1");
    expect(await migrate()).toMatchObject({ code: 0 });
  });
});
