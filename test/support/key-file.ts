import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manageKeys } from "../../src/commands/keys.ts";
import { createLog } from "../../src/log.ts";
import { type SigningKeys, openSigningKeys } from "../../src/tokens/signing-keys.ts";

/** A place for a file of signing keys, which is gone afterwards. */
export async function newKeyFile(): Promise<{ file: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-keys-"));
  return {
    file: join(folder, "keys.json"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

type KeysCommand = { status: 0 | 1 | 2; stdout: string; stderr: string };

/** `keys …` in this process. */
export function runKeys(
  args: string[],
  environment: Record<string, string>,
  nowMs = Date.now(),
): KeysCommand {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed): { write(text: string): boolean } => ({
    write(text) {
      printed[name] += text;
      return true;
    },
  });
  const streams = { stdout: stream("stdout"), stderr: stream("stderr") };
  return { status: manageKeys(args, environment, streams, nowMs), ...printed };
}

/** The keys of a file, or derived, as an instance of the service has them; and what it logged about them. */
export async function openKeys(
  file: string | undefined,
  now?: () => number,
  lives = { ACCESS_TOKEN_SECONDS: 300, PROOF_SECONDS: 300 },
): Promise<SigningKeys & { lines: string[] }> {
  const lines: string[] = [];
  const keys = await openSigningKeys({
    config: { SIGNING_KEYS: undefined, SIGNING_KEYS_FILE: file, ...lives },
    seed: randomBytes(32),
    log: createLog("trace", { write: (line) => void lines.push(line) }),
    ...(now && { now }),
  });
  return { ...keys, lines };
}
