import { readFile } from "node:fs/promises";
import { type KeyObject, createPrivateKey } from "node:crypto";
import type { CryptoKey } from "jose";
import { importJWK } from "jose/key/import";
import { type Config, ConfigError } from "../config.ts";
import type { Logger } from "../log.ts";
import { livesOf } from "./key-life.ts";
import { type PublicJwk, type StoredKey, keyOfSeed, parseKeySet, toPublicJwk } from "./key-set.ts";

/** One key pair: Ed25519 (RFC 8037), named by its thumbprint (RFC 7638). */
export type SigningKey = {
  kid: string;
  createdAtMs: number;
  privateKey: KeyObject;
  publicKey: CryptoKey;
  publicJwk: PublicJwk;
};

export type SigningKeys = {
  /** The one that signs now. */
  current(): SigningKey;
  /** Any that may have signed what is still good; undefined for an unknown name. */
  find(kid: string): SigningKey | undefined;
  /** What verifiers elsewhere need: those that signed, sign, or are about to. */
  all(): readonly SigningKey[];
  /** Reads the file now; it is read each second anyway. */
  refresh(): Promise<void>;
  close(): void;
};

export const SIGNING_ALGORITHM = "EdDSA";
/** A file can be on a mount that tells of no changes: it is read, which costs a kilobyte. */
const POLL_INTERVAL_MS = 1000;

type Options = {
  config: Pick<
    Config,
    "SIGNING_KEYS" | "SIGNING_KEYS_FILE" | "ACCESS_TOKEN_SECONDS" | "PROOF_SECONDS"
  >;
  /** Of the one key that follows from SECRET_KEY, where no other is configured. */
  seed: Buffer;
  log: Logger;
  now?: () => number;
};

/**
 * Opens the keys that sign access tokens and identity proofs, and follows their file. One that cannot be used later
 * changes nothing: the last good keys stay. Throws ConfigError when it cannot be used at the start.
 */
export async function openSigningKeys({
  config,
  seed,
  log,
  now = () => Date.now(),
}: Options): Promise<SigningKeys> {
  const { SIGNING_KEYS: inline, SIGNING_KEYS_FILE: file } = config;
  const tokenLifeMs = Math.max(config.ACCESS_TOKEN_SECONDS, config.PROOF_SECONDS) * 1000;
  const first = file === undefined ? null : await readKeyFile(file);
  if (first && first.problems.length > 0)
    throw new ConfigError(first.problems.map((problem) => `SIGNING_KEYS_FILE: ${problem}`));
  let keys = await importKeys(first?.keys ?? inline ?? [keyOfSeed(seed, 0)]);
  let { text } = first ?? { text: "" };
  let isBroken = false;

  async function follow(path: string): Promise<void> {
    const found = await readKeyFile(path);
    if (found.problems.length > 0) {
      if (!isBroken) log.error({ problems: found.problems }, "signing keys cannot be read");
      isBroken = true;
      return;
    }
    if (isBroken) log.info("signing keys are read again");
    isBroken = false;
    if (found.text === text) return;
    keys = await importKeys(found.keys);
    ({ text } = found);
    log.info({ kids: keys.map(({ kid }) => kid) }, "signing keys changed");
  }

  // One at a time, so that an older state never replaces a newer one.
  let running: Promise<void> = Promise.resolve();
  const refresh = async (): Promise<void> => {
    if (file !== undefined) running = running.then(() => follow(file));
    await running;
  };
  const timer =
    file === undefined ? undefined : setInterval(() => void refresh(), POLL_INTERVAL_MS);
  timer?.unref();

  // Worked out again when the keys change, and when the time comes at which one of them does something else.
  let use = usesOf(keys, now(), tokenLifeMs);
  const usesNow = (): KeyUses => {
    const nowMs = now();
    if (use.of !== keys || nowMs < use.fromMs || nowMs >= use.untilMs)
      use = usesOf(keys, nowMs, tokenLifeMs);
    return use;
  };
  return {
    current() {
      const { signing } = usesNow();
      if (!signing) throw new Error("there is no signing key");
      return signing;
    },
    find: (kid) => usesNow().good.find((key) => key.kid === kid),
    all: () => usesNow().good,
    refresh,
    close: () => clearInterval(timer),
  };
}

type KeyUses = {
  of: readonly SigningKey[];
  fromMs: number;
  untilMs: number;
  signing: SigningKey | undefined;
  good: readonly SigningKey[];
};

function usesOf(keys: readonly SigningKey[], nowMs: number, tokenLifeMs: number): KeyUses {
  const lives = livesOf(keys, { nowMs, tokenLifeMs });
  const changesMs = lives.flatMap(({ signsFromMs, goodUntilMs }) => [signsFromMs, goodUntilMs]);
  return {
    of: keys,
    fromMs: nowMs,
    untilMs: Math.min(...changesMs.filter((ms) => ms > nowMs)),
    signing: lives.find(({ state }) => state === "signs")?.key,
    good: lives.flatMap(({ key, state }) => (state === "over" ? [] : [key])),
  };
}

type FileRead = { text: string; keys: StoredKey[]; problems: string[] };

async function readKeyFile(file: string): Promise<FileRead> {
  try {
    const text = await readFile(file, "utf8");
    return { text, ...parseKeySet(text) };
  } catch (error) {
    // The system's own words name the file, and nothing that is in it.
    const reason = error instanceof Error ? error.message : String(error);
    return { text: "", keys: [], problems: [`cannot be read (${reason})`] };
  }
}

const importKeys = (keys: readonly StoredKey[]): Promise<SigningKey[]> =>
  Promise.all(
    keys.map(async (key) => {
      const publicJwk = toPublicJwk(key);
      return {
        kid: key.kid,
        createdAtMs: key.createdAtMs,
        privateKey: createPrivateKey({
          key: { kty: publicJwk.kty, crv: publicJwk.crv, x: key.x, d: key.d },
          format: "jwk",
        }),
        publicKey: await importJWK(publicJwk, SIGNING_ALGORITHM),
        publicJwk,
      };
    }),
  );
