import fc from "fast-check";
import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { RUNTIMES, type Runtime } from "../support/processes.ts";
import { randomAddress } from "../support/random-address.ts";
import { type ApiDocument, operationsOf } from "./document.ts";
import { type FuzzedService, startFuzzedService } from "./fuzzed-service.ts";
import { type Judge, createJudge } from "./judge.ts";
import { type FuzzRequest, requestsOf } from "./requests.ts";
import { type World, fillIn, send } from "./send.ts";
import { mintWorld, newcomer } from "./world.ts";

/** FUZZ_REQUESTS=20000 sends as many to each runtime; FUZZ_SEED begins with the round whose seed was printed. */
const { FUZZ_REQUESTS, FUZZ_SEED } = process.env;
const REQUESTS: Record<Runtime, number> = { node: 2000, bun: 1000 };
const SEED = Number(FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** To one set of people: after that, most of what they had is used up. */
const ROUND_REQUESTS = 300;
const AT_ONCE_MAX = 12;
/** Of a round, and of the search for smaller requests that fail. */
const ROUND_MS = 30_000;
/** Of 62 operations; some succeed seldom, as those that need a mail that came back. */
const SUCCEEDED_MIN = 40;

type Fuzzed = {
  service: FuzzedService;
  judge: Judge;
  world: World;
  /** The operations that did what was asked. */
  succeeded: Set<string>;
  sent: number;
};

/** Sends some requests at once, and throws what is wrong with their answers. */
async function judgeAnswers(fuzzed: Fuzzed, requests: FuzzRequest[]): Promise<void> {
  const { service, judge, world, succeeded } = fuzzed;
  fuzzed.sent += requests.length;
  // In one network for all of them, limits of networks are met as well.
  const from = randomAddress();
  const verdicts = requests.map(async (given) => {
    const filled = fillIn(given, { ...world, ...newcomer() }, service.webhookSecret);
    const answer = await send(service.url, filled, from);
    if (answer.status < 300) succeeded.add(given.operationId);
    const wrong = judge(given.operationId, answer);
    return wrong === null ? null : `${given.operationId}: ${wrong}\n${JSON.stringify(filled)}`;
  });
  const wrong = (await Promise.all(verdicts)).filter((verdict) => verdict !== null);
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

describe.each(RUNTIMES)("the service on %s", (runtime) => {
  const total = Number(FUZZ_REQUESTS ?? REQUESTS[runtime]);
  const timeout = 120_000 + total * 50;

  test(
    `answers ${total} requests of any kind as its own document says, and lives on`,
    {
      timeout,
    },
    async ({ expect }) => {
      await using service = await startFuzzedService(runtime);
      const document = (await json(service.request("/openapi.json"))) as ApiDocument;
      const judge = createJudge(document, { hasOwnRefusals: runtime === "bun" });
      const request = fc.oneof(...operationsOf(document).map((each) => requestsOf(document, each)));
      const some = fc.array(request, { minLength: 1, maxLength: AT_ONCE_MAX, size: "max" });
      const fuzzed: Fuzzed = { service, judge, world: {}, succeeded: new Set(), sent: 0 };
      for (let seed = SEED; fuzzed.sent < total; seed++) {
        fuzzed.world = await mintWorld(service);
        const property = fc.asyncProperty(some, (requests) => judgeAnswers(fuzzed, requests));
        // What fails is printed with its seed, as the smallest requests that fail.
        await fc.assert(property, {
          seed,
          numRuns: ROUND_REQUESTS / (AT_ONCE_MAX / 2),
          interruptAfterTimeLimit: ROUND_MS,
        });
      }
      expect(fuzzed.succeeded.size, "so many operations succeeded").toBeGreaterThan(SUCCEEDED_MIN);
      expect((await service.request("/health/ready")).status).toBe(200);
      expect(service.lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
    },
  );
});
