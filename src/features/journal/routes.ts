import { createRoute, z } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { quotaSchema } from "../../http/quota-schema.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { REPLAY_EXAMPLE, describeReplay, replaySchema } from "../../http/replay-schema.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { isPolicyName } from "../../limits/policies.ts";
import type { Logger } from "../../log.ts";
import type { Resources } from "../../resources.ts";
import {
  readDecisions,
  recordedSettings,
  replayJournal,
  settingsLine,
} from "../../journal-replay.ts";

const simulationSchema = z
  .strictObject({
    set: z
      .record(z.string().refine(isPolicyName, "is not a limit"), quotaSchema)
      .openapi({ type: "object", additionalProperties: { type: "string" } }),
  })
  .openapi("Simulation");

const EXPORT_EXAMPLE = `{"type":"settings","at":"2026-01-31T12:00:00.000Z","policies":{"activate.ip":{"quota":"30/1m","mode":"enforce"}},"guess":{"digits":4,"longDigits":8,"budget":10,"triesPerCode":5,"breakerPerDay":100}}
{"type":"decision","time":1769860800000,"request":"r1","route":"POST /auth/activate","policy":"activate.ip","key":"…","cost":1,"decision":"allowed","subject":"…","sends_mail":false,"outcome":"activated"}
`;

/** The record of decisions: to take home, and to try other limits on. */
export function journalRoutes(resources: Resources): Router {
  const router = createRouter();
  const exportRoute = createRoute({
    operationId: "exportJournal",
    method: "get",
    path: "/ops/journal",
    ...OPERATOR_CONTRACT,
    summary: "The recorded decisions as NDJSON, for `just simulate`",
    description: "Addresses are in it as keyed hashes only. JOURNAL_MAX bounds how many are kept.",
    responses: {
      200: {
        description: "One settings line, then a line a decision, the oldest first.",
        content: { "application/x-ndjson": { schema: z.string(), example: EXPORT_EXAMPLE } },
      },
      ...problemResponses(...OPERATOR_PROBLEMS),
    },
  });
  router.openapi(exportRoute, async (c) => {
    // The first decision is read before the status goes out, so that a Redis that is away is a 503.
    const decisions = readDecisions(resources);
    const first = await decisions.next();
    const toLine = (decision: object): string => JSON.stringify({ type: "decision", ...decision });
    async function* lines(): AsyncGenerator<string> {
      try {
        yield settingsLine(recordedSettings(resources), new Date());
        if (!first.done) yield toLine(first.value);
        for await (const decision of decisions) yield toLine(decision);
      } finally {
        await decisions.return(undefined);
      }
    }
    return c.body(streamLines(lines(), resources.log), 200, {
      "Content-Type": "application/x-ndjson",
      "Content-Disposition": 'attachment; filename="traffic.ndjson"',
    }) as never;
  });

  const simulateRoute = createRoute({
    operationId: "simulateLimits",
    method: "post",
    path: "/ops/simulations",
    ...OPERATOR_CONTRACT,
    summary: "What other quotas would have done to the recorded traffic",
    request: {
      body: {
        required: true,
        content: jsonContent(simulationSchema, { set: { "activate.ip": "10/1m" } }),
      },
    },
    responses: {
      200: {
        description: "The traffic under the limits in force, and with the change.",
        content: jsonContent(replaySchema, REPLAY_EXAMPLE),
      },
      ...problemResponses(...BODY_PROBLEMS, ...OPERATOR_PROBLEMS),
    },
  });
  router.openapi(simulateRoute, async (c) => {
    const set = Object.entries(c.req.valid("json").set);
    const changes = set.flatMap(([name, quota]) =>
      isPolicyName(name) ? [[name, { quota }] as const] : [],
    );
    const replayed = await replayJournal(resources, new Map(changes));
    return replayed.ok ? c.json(describeReplay(replayed.value), 200) : problem(c, replayed.failure);
  });
  return router;
}

// A fault on the way breaks the connection off, because a part must not look like the whole; a client that is gone
// ends the reading.
function streamLines(lines: AsyncGenerator<string>, log: Logger): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${value}\n`));
      } catch (error) {
        log.warn({ err: error }, "an export of the journal was broken off");
        controller.error(error);
      }
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
