import { z } from "@hono/zod-openapi";
import type { ReplayResult } from "../domain/replay.ts";

const sideSchema = z.object({
  refused_requests: z.int(),
  refused_abusers: z.int().meta({ description: "Refused addresses that were never activated." }),
  refused_users: z.int().meta({ description: "Refused addresses that were activated later." }),
  mails_saved: z.int(),
  guess_bound: z.number().meta({ description: "Probability that one address' code is guessed." }),
});

/** What recorded traffic comes to under the limits as they were, and with a change. */
export const replaySchema = z
  .object({
    requests: z.int(),
    decisions: z.int(),
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
    before: sideSchema,
    after: sideSchema,
    policies: z.array(
      z.object({
        policy: z.string(),
        before: z.string(),
        after: z.string(),
        refused_before: z.int(),
        refused_after: z.int(),
      }),
    ),
  })
  .openapi("Replay");

type Replay = z.output<typeof replaySchema>;

const describeSide = (side: ReplayResult["before"]): Replay["before"] => ({
  refused_requests: side.refusedRequests,
  refused_abusers: side.refusedAbusers,
  refused_users: side.refusedUsers,
  mails_saved: side.mailsSaved,
  guess_bound: side.guessBound.addressProbability,
});

export const describeReplay = (result: ReplayResult): Replay => ({
  requests: result.requests,
  decisions: result.decisions,
  from: result.from,
  to: result.to,
  before: describeSide(result.before),
  after: describeSide(result.after),
  policies: result.policies.map(({ policy, before, after, refusedBefore, refusedAfter }) => ({
    policy,
    before,
    after,
    refused_before: refusedBefore,
    refused_after: refusedAfter,
  })),
});

const SIDE_EXAMPLE: Replay["before"] = {
  refused_requests: 12,
  refused_abusers: 3,
  refused_users: 0,
  mails_saved: 4,
  guess_bound: 0.000_999_75,
};

export const REPLAY_EXAMPLE: Replay = {
  requests: 1200,
  decisions: 4100,
  from: "2026-01-31T00:00:00.000Z",
  to: "2026-01-31T12:00:00.000Z",
  before: SIDE_EXAMPLE,
  after: { ...SIDE_EXAMPLE, refused_requests: 40, refused_users: 1 },
  policies: [
    {
      policy: "activate.ip",
      before: "30/1m",
      after: "10/1m",
      refused_before: 12,
      refused_after: 40,
    },
  ],
};
