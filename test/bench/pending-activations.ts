import { randomUUID } from "node:crypto";
import { activationCode } from "../../src/accounts/activation-code.ts";
import { mintCode } from "../../src/domain/one-time-code.ts";
import { REGISTER_LIMITS } from "../../src/features/registration/contract.ts";
import { identifySpender } from "../../src/http/limit.ts";
import { deriveKeys, pseudonym } from "../../src/keys.ts";
import { createDecisions } from "../../src/limits/decisions.ts";
import { createJournal } from "../../src/limits/journal.ts";
import { createLimiter } from "../../src/limits/limiter.ts";
import { POLICIES } from "../../src/limits/policies.ts";
import { createTraffic } from "../../src/limits/traffic.ts";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { createOneTimeCodes } from "../../src/redis/one-time-codes.ts";

/** What registrations leave in Redis, without all that they do besides. */
export type PendingActivations = AsyncDisposable & {
  /** Registers the nth address, from a network of its own, and has its mail accepted. */
  add(nth: number): Promise<void>;
  /** Ends what is written beside requests. */
  flush(): Promise<void>;
};

/** The defaults of the configuration. */
const JOURNAL_MAX = 20_000;
const CODE = { digits: 4, triesMax: 5, ttlMs: 60_000 } as const;
/** How long a mail may be on its way to a provider, about. */
const SEND_MS = 30_000;

/** The parts of the service that write to Redis when somebody registers, on a Redis of their own. */
export function openPendingActivations(redis: Redis): PendingActivations {
  const keys = deriveKeys(`${randomUUID()}${randomUUID()}`);
  const service = pseudonym(keys.address, "service");
  const log = createLog("silent");
  const limiter = createLimiter({ redis, policies: () => POLICIES });
  const codes = createOneTimeCodes(redis);
  const journal = createJournal({ redis, log, service, entriesMax: JOURNAL_MAX });
  const traffic = createTraffic({ redis, log, service });
  const decisions = createDecisions(createMetrics(), traffic, journal, { note: () => {} });

  async function spend(nth: number, emailNormalised: string): Promise<void> {
    const spender = identifySpender({ keys, serviceName: service }, networkOf(nth), {
      emailNormalised,
    });
    const standings = await limiter.spend(REGISTER_LIMITS, spender);
    decisions.record({
      requestId: randomUUID(),
      route: "POST /users",
      subject: spender.keyOf("address"),
      isShadow: false,
      standings,
    });
  }

  async function sendCode(nth: number, emailNormalised: string): Promise<void> {
    const [id, messageId] = [randomUUID(), randomUUID()];
    const account = { rowId: String(nth), id, emailNormalised, generation: 1, codeSequence: 1 };
    const { key, number, digest } = activationCode(keys, account);
    const ttlMs = CODE.ttlMs + SEND_MS;
    await codes.retire(key, number, ttlMs);
    const code = digest(mintCode(keys.codeMint, messageId, CODE.digits));
    const stored = { ...key, ...number, ...CODE, ttlMs, leaseId: randomUUID(), digest: code };
    if (!(await codes.issue(stored)) || !(await codes.accept(key, number, CODE.ttlMs)))
      throw new Error("a code was not stored");
  }

  return {
    async add(nth) {
      const emailNormalised = `person-${nth}@example.com`;
      await spend(nth, emailNormalised);
      await sendCode(nth, emailNormalised);
    },
    flush: journal.flush,
    async [Symbol.asyncDispose]() {
      await Promise.all([journal.close(), traffic.close()]);
    },
  };
}

const networkOf = (nth: number): string =>
  [10, Math.floor(nth / 65_536) % 256, Math.floor(nth / 256) % 256, nth % 256].join(".");
