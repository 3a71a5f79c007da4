import { randomBytes } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { type Environment } from "../config-values.ts";
import { ConfigError } from "../config.ts";
import { deriveKeys } from "../keys.ts";
import { writeSecret } from "../secret-file.ts";
import { LEAD_MS, livesOf } from "../tokens/key-life.ts";
import { type StoredKey, keyOfSeed, parseKeySet, writeKeySet } from "../tokens/key-set.ts";

const USAGE = `usage: keys list | rotate | remove KID
  list    what each key of SIGNING_KEYS_FILE does now
  rotate  adds a key, which signs in ${LEAD_MS / 60_000} minutes; makes the file when there is none
  remove  takes a key away at once, with every token that it signed`;

type Streams = Record<"stdout" | "stderr", { write(text: string): boolean }>;

const SEED_BYTES = 32;
/** Longer than any token lives, whatever the configuration of the service is. */
const LONGEST_TOKEN_MS = 3_600_000;
/** A key is taken out of the file so long after it could last be of use. */
const KEPT_MS = 86_400_000;

/**
 * `keys …`: looks after the file of signing keys, which every instance follows by itself. Resolves with the exit code: 2
 * when the arguments are wrong. Throws ConfigError when the file cannot be used.
 */
export function manageKeys(
  args: string[],
  environment: Environment,
  { stdout, stderr }: Streams,
  nowMs: number = Date.now(),
): 0 | 1 | 2 {
  const [action, kid, ...others] = args;
  const isComplete = action === "remove" ? kid !== undefined : kid === undefined;
  if (!["list", "rotate", "remove"].includes(action ?? "") || !isComplete || others.length > 0) {
    stderr.write(`${USAGE}\n`);
    return 2;
  }
  const file = environment["SIGNING_KEYS_FILE"] ?? "";
  if (file === "") throw new ConfigError(["SIGNING_KEYS_FILE: is required"]);
  const keys = readKeys(file);
  if (action === "rotate") {
    const next = rotate(keys ?? keysBefore(environment), nowMs);
    writeKeys(file, next);
    stdout.write(describe(next, nowMs));
    return 0;
  }
  if (keys === null) throw new ConfigError(["SIGNING_KEYS_FILE: is not there; rotate makes it"]);
  if (action === "list") {
    stdout.write(describe(keys, nowMs));
    return 0;
  }
  const left = keys.filter((key) => key.kid !== kid);
  if (left.length === keys.length || left.length === 0) {
    stderr.write(
      left.length === 0 ? "it is the only key: rotate first\n" : `there is no key ${kid}\n`,
    );
    return 1;
  }
  writeKeys(file, left);
  stdout.write(describe(left, nowMs));
  return 0;
}

function rotate(keys: readonly StoredKey[], nowMs: number): StoredKey[] {
  const kept = livesOf(keys, { nowMs, tokenLifeMs: LONGEST_TOKEN_MS })
    .filter(({ goodUntilMs }) => goodUntilMs + KEPT_MS > nowMs)
    .map(({ key }) => key);
  // In whole seconds, as the file has them; and never before another, which would sign no more.
  const newestMs = Math.max(0, ...kept.map((key) => key.createdAtMs));
  const createdAtMs = Math.max(Math.floor(nowMs / 1000) * 1000, newestMs + 1000);
  return [...kept, keyOfSeed(randomBytes(SEED_BYTES), createdAtMs)];
}

/** The key that signed before there was a file: with it in the file, tokens stay good while instances take it up. */
const keysBefore = ({ SECRET_KEY = "" }: Environment): StoredKey[] =>
  SECRET_KEY === "" ? [] : [keyOfSeed(deriveKeys(SECRET_KEY).signing.export(), 0)];

/** Null when there is no file. */
function readKeys(file: string): StoredKey[] | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const { keys, problems } = parseKeySet(text);
  if (problems.length > 0)
    throw new ConfigError(problems.map((problem) => `SIGNING_KEYS_FILE: ${problem}`));
  return keys;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

// A file that is there keeps its owner, who is perhaps not the one that runs this, and its place behind a link.
function writeKeys(file: string, keys: readonly StoredKey[]): void {
  const text = writeKeySet(keys);
  if (readIfThere(file) === null) return writeSecret(file, text);
  const place = realpathSync(file);
  const owner = statSync(place);
  const isOurs = owner.uid === process.getuid?.() && owner.gid === process.getgid?.();
  return writeSecret(place, text, isOurs ? undefined : owner);
}

const STATES = {
  coming: "published, signs from",
  signs: "signs",
  verifies: "signed, good until",
  over: "out of use",
} as const;

/** One line a key, the oldest first. */
function describe(keys: readonly StoredKey[], nowMs: number): string {
  const lines = livesOf(keys, { nowMs, tokenLifeMs: LONGEST_TOKEN_MS }).map(
    ({ key, state, signsFromMs, goodUntilMs }) => {
      const until = state === "coming" ? signsFromMs : state === "verifies" ? goodUntilMs : null;
      const made = key.createdAtMs === 0 ? "-" : new Date(key.createdAtMs).toISOString();
      const time = until === null ? "" : ` ${new Date(until).toISOString()}`;
      return `${key.kid}  made ${made}  ${STATES[state]}${time}\n`;
    },
  );
  return lines.join("");
}
