import { randomBytes, randomUUID } from "node:crypto";
import type { Redis } from "../../src/redis/connection.ts";
import type { IssuedCode } from "../../src/redis/one-time-codes.ts";
import { readScript } from "../../src/redis/script.ts";

/** What Redis keeps of a code, as the scripts name it; the digest in hex. */
export type CodeRecord = {
  account: number;
  generation: number;
  sequence: number;
  lease: string;
  digits: number;
  digest: string;
  max: number;
  tries: number;
  live_until: number;
  accepted: boolean;
  redeemed: boolean;
  closed: boolean;
};

const SHARED = readScript("lib-live-code", ["lib-epoch"]);

const READ = `${SHARED}
local packed = redis.call("GET", KEYS[1])
if not packed then return nil end
local code = {}
for i, value in ipairs(cmsgpack.unpack(packed)) do code[FIELDS[i]] = value end
code.process = nil
code.digest = code.digest:gsub(".", function(byte) return string.format("%02x", byte:byte()) end)
return cjson.encode(code)`;

const CHANGE = `${SHARED}
local code = load()
if not code then return end
for name, value in pairs(cjson.decode(ARGV[1])) do code[name] = value end
if #code.digest == 32 then
  code.digest = code.digest:gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end)
end
save(code)`;

/** What stands at a key, also when another server process wrote it; null when there is nothing. */
export async function readCodeRecord(redis: Redis, key: string): Promise<CodeRecord | null> {
  const text = (await redis.eval(READ, 1, key)) as string | null;
  return text === null ? null : (JSON.parse(text) as CodeRecord);
}

/** Changes what stands at a key, if anything does. */
export async function changeCodeRecord(
  redis: Redis,
  key: string,
  changed: Partial<CodeRecord>,
): Promise<void> {
  await redis.eval(CHANGE, 1, key, JSON.stringify(changed));
}

/** A code of a holder of its own. */
export const newCode = (over: Partial<IssuedCode> = {}): IssuedCode => ({
  holder: randomBytes(16).toString("base64url"),
  purpose: "activation",
  accountRowId: "7",
  generation: 1,
  sequence: 1,
  leaseId: randomUUID(),
  digits: 4,
  digest: "right",
  triesMax: 5,
  ttlMs: 60_000,
  ...over,
});
