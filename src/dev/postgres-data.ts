import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import type { Account } from "./postgres-account.ts";
import { runCommand } from "./run-command.ts";
import { readSecret, writeSecret } from "../secret-file.ts";

type Data = {
  binaries: string;
  dataDir: string;
  account: Account;
  user: string;
  signal?: AbortSignal | undefined;
};

const PASSWORD_BYTES = 24;
const AUTHENTICATION = "scram-sha-256";
/** The number that Postgres gives its database "postgres", the last thing initdb makes. */
const LAST_DATABASE = "base/5/PG_VERSION";
const TRUST_LINES = /^([^#\n]*\s)trust\b/gm;

/**
 * Sees to it that the folder holds a database cluster that only the password opens, and returns the password, which
 * is kept in a file of its own beside the folder. Throws one line when Postgres cannot make it so.
 */
export async function prepareData(data: Data): Promise<string> {
  const { dataDir } = data;
  const passwordFile = `${dataDir}.password`;
  // Reading a folder that is not ours throws: it must not be taken for one without data.
  const isEmpty = readdirSync(dataDir).length === 0;
  if (isEmpty || !existsSync(join(dataDir, LAST_DATABASE))) {
    const password = await initialise(data, passwordFile);
    if (!isEmpty) renameSync(dataDir, `${dataDir}.unfinished-${Date.now()}`);
    renameSync(nextTo(dataDir), dataDir);
    return password;
  }
  const known = readSecret(passwordFile);
  const access = readFileSync(join(dataDir, "pg_hba.conf"), "utf8");
  if (known !== null && access.search(TRUST_LINES) === -1) return known;
  return await close(data, passwordFile, known ?? makePassword(), access);
}

const makePassword = (): string => randomBytes(PASSWORD_BYTES).toString("base64url");

/** Where a new cluster grows: only a finished one gets the folder's name, so that a killed initdb leaves nothing there. */
const nextTo = (dataDir: string): string => `${dataDir}.new`;

async function initialise(
  { binaries, dataDir, account, user, signal }: Data,
  passwordFile: string,
): Promise<string> {
  const folder = nextTo(dataDir);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  if (account.owner) chownSync(folder, account.owner.uid, account.owner.gid);
  const password = makePassword();
  // A copy for as long as initdb runs, which may be another user's who cannot read ours.
  const copy = `${folder}.password`;
  writeSecret(copy, password, account.owner);
  try {
    await runCommand({
      name: "initdb",
      words: [
        ...account.prefix,
        join(binaries, "initdb"),
        `--pgdata=${folder}`,
        `--username=${user}`,
        `--auth=${AUTHENTICATION}`,
        `--pwfile=${copy}`,
        "--encoding=UTF8",
        "--locale=C",
        "--no-instructions",
      ],
      spawn: account.spawnIds,
      signal,
    });
  } finally {
    rmSync(copy, { force: true });
  }
  writeSecret(passwordFile, password);
  return password;
}

/**
 * Folders were once made without a password. They keep their data, which somebody may be trying things on. Single-user
 * mode sets it because it opens no port: starting the server for it would leave that open to everybody once more.
 */
async function close(
  { binaries, dataDir, account, user, signal }: Data,
  passwordFile: string,
  password: string,
  access: string,
): Promise<string> {
  await runCommand({
    name: "setting the password of Postgres",
    words: [
      ...account.prefix,
      join(binaries, "postgres"),
      "--single",
      `-D${dataDir}`,
      "-cexit_on_error=true",
      "postgres",
    ],
    // One line, and no characters to quote: base64url.
    input: `alter role ${user} password '${password}'\n`,
    spawn: account.spawnIds,
    signal,
  });
  // In this order a kill in between leaves a reason to do it all again.
  writeSecret(passwordFile, password);
  const closed = access.replaceAll(TRUST_LINES, `$1${AUTHENTICATION}`);
  writeSecret(join(dataDir, "pg_hba.conf"), closed, account.owner);
  return password;
}
