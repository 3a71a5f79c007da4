import { createRoute, z } from "@hono/zod-openapi";
import { checkGuessBound } from "../../guess-safety.ts";
import { jsonContent } from "../../http/json-content.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { listBreakerOpenings } from "../../postgres/breaker-openings.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

const OPENINGS_MAX = 20;

const boundSchema = z
  .object({
    address: z.object({ probability: z.number(), one_in: z.number() }).meta({
      description: "That one address' 4-digit code is ever guessed, by somebody with its password.",
    }),
    address_long: z.object({ probability_per_day: z.number() }).meta({
      description: "The same for its 8-digit codes after that, a day of trying.",
    }),
    spray: z.object({ hits_per_day: z.number() }).meta({
      description:
        "Accounts hit on average by a day of guesses over all addresses, as many as leave the breaker closed.",
    }),
    otp: z
      .object({
        probability_per_day: z.number().meta({
          description: "That a passwordless code of one address is guessed in a day of trying.",
        }),
        long_probability_per_million: z.number().meta({
          description: "The same of a million guesses at the longer codes after that.",
        }),
        hits_per_million: z.number().meta({
          description: "Accounts hit on average by a million guesses over all addresses.",
        }),
        digits: z.int(),
        long_digits: z.int(),
        budget: z
          .int()
          .meta({ description: "Wrong guesses compared for one address in 24 hours." }),
        live_codes: z.int().meta({ description: "Codes that each is compared with at most." }),
      })
      .meta({ description: "For these a stranger needs no password." }),
    max: z.number().meta({ description: "MAX_GUESS_PROBABILITY" }),
    settings: z.object({
      digits: z.int(),
      long_digits: z.int(),
      budget: z.int(),
      tries_per_code: z.int(),
      codes_per_day: z.int().nullable(),
      breaker_per_day: z.int(),
    }),
  })
  .openapi("GuessBound");

const timestamp = z.iso.datetime();
const breakerSchema = z
  .object({
    open: z.boolean().meta({ description: "While it is, every new code has 8 digits." }),
    open_until: timestamp.nullable(),
    wrong_codes: z.object({ day: z.int(), hour: z.int() }),
    threshold: z.object({ day: z.number(), hour: z.number() }),
    openings: z.array(
      z.object({
        opened_at: timestamp,
        open_until: timestamp,
        wrong_codes: z.int(),
        threshold: z.number(),
      }),
    ),
  })
  .openapi("Breaker");

const problems = problemResponses(...OPERATOR_PROBLEMS);

/** How safe the codes are: what guessing can reach, and whether somebody is trying. */
export function safetyRoutes(resources: Resources): Router {
  const router = createRouter();
  const { policies, pool, wrongCodes, config } = resources;

  const boundRoute = createRoute({
    operationId: "getGuessBound",
    method: "get",
    path: "/ops/guess-bound",
    ...OPERATOR_CONTRACT,
    summary: "How likely a code is guessed, from the limits in force",
    responses: {
      200: {
        description: "The bound.",
        content: jsonContent(boundSchema, {
          address: { probability: 0.000_999_75, one_in: 1000.25 },
          address_long: { probability_per_day: 5e-7 },
          spray: { hits_per_day: 0.01 },
          otp: {
            probability_per_day: 5e-7,
            long_probability_per_million: 0.000_005,
            hits_per_million: 0.05,
            digits: 8,
            long_digits: 12,
            budget: 10,
            live_codes: 5,
          },
          max: 0.001,
          settings: {
            digits: 4,
            long_digits: 8,
            budget: 10,
            tries_per_code: 5,
            codes_per_day: 10,
            breaker_per_day: 100,
          },
        }),
      },
      ...problems,
    },
  });
  router.openapi(boundRoute, async (c) => {
    const { thresholdOfDay } = await wrongCodes.read();
    const checked = checkGuessBound(config, policies.current(), thresholdOfDay);
    const { settings, otpSettings, bound } = checked;
    const { codesPerDay } = settings;
    return c.json(
      {
        address: {
          probability: bound.addressProbability,
          one_in: Math.round(100 / bound.addressProbability) / 100,
        },
        address_long: { probability_per_day: bound.longProbabilityPerDay },
        spray: { hits_per_day: bound.sprayHitsPerDay },
        otp: {
          probability_per_day: bound.otpProbabilityPerDay,
          long_probability_per_million: bound.otpLongProbabilityPerMillion,
          hits_per_million: bound.otpHitsPerMillion,
          digits: otpSettings.digits,
          long_digits: otpSettings.longDigits,
          budget: otpSettings.budget,
          live_codes: otpSettings.liveCodes,
        },
        max: config.MAX_GUESS_PROBABILITY,
        settings: {
          digits: settings.digits,
          long_digits: settings.longDigits,
          budget: settings.budget,
          tries_per_code: settings.triesPerCode,
          codes_per_day: Number.isFinite(codesPerDay) ? codesPerDay : null,
          breaker_per_day: settings.breakerPerDay,
        },
      },
      200,
    );
  });

  const breakerRoute = createRoute({
    operationId: "getBreaker",
    method: "get",
    path: "/ops/breaker",
    ...OPERATOR_CONTRACT,
    summary: "Whether a spray of wrong codes has made every code long",
    responses: {
      200: {
        description: "The breaker.",
        content: jsonContent(breakerSchema, {
          open: false,
          open_until: null,
          wrong_codes: { day: 12, hour: 1 },
          threshold: { day: 100, hour: 4.2 },
          openings: [],
        }),
      },
      ...problems,
    },
  });
  router.openapi(breakerRoute, async (c) => {
    const [counted, openings] = await Promise.all([
      wrongCodes.read(),
      attempt(() => listBreakerOpenings(pool, OPENINGS_MAX)),
    ]);
    const current = openings.find(({ isOpen }) => isOpen);
    return c.json(
      {
        open: current !== undefined,
        open_until: current?.openUntil.toISOString() ?? null,
        wrong_codes: { day: counted.inDay, hour: counted.inHour },
        threshold: {
          day: counted.thresholdOfDay,
          hour: Math.round((counted.thresholdOfDay / 24) * 10) / 10,
        },
        openings: openings.map(({ openedAt, openUntil, wrongCodes: wrong, threshold }) => ({
          opened_at: openedAt.toISOString(),
          open_until: openUntil.toISOString(),
          wrong_codes: wrong,
          threshold,
        })),
      },
      200,
    );
  });
  return router;
}
