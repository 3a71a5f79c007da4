import { describe, test } from "vitest";
import { type AppResources, createApps } from "../../src/app.ts";
import { codePolicyOf, otpPolicyOf } from "../../src/code-policy.ts";
import { loadConfig } from "../../src/config.ts";
import type { CodePolicy } from "../../src/domain/one-time-code.ts";
import { parseQuota } from "../../src/domain/quota.ts";
import { createSlidingWindows } from "../../src/domain/sliding-window.ts";
import { limitsByRoute } from "../../src/http/limit-routes.ts";
import {
  POLICIES,
  POLICY_NAMES,
  type Policies,
  type PolicyName,
} from "../../src/limits/policies.ts";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import { type Journey, type JourneyRoute, travel } from "../support/journey.ts";
import { createRandom } from "../support/random.ts";

const JOURNEYS = 100_000;
const SEED = 20_260_131;
const START_MS = Date.UTC(2026, 0, 31);
/** Below what the whole service may send in an hour, with room for those that ask twice. */
const EVERY_MS = 2000;

const config = loadConfig({
  NODE_ENV: "test",
  DATABASE_URL: "postgres://127.0.0.1/none",
  REDIS_URL: "redis://127.0.0.1",
  EMAIL_API_URL: "http://email.test",
});

/** What stands on the real routes; they open nothing until somebody calls them. */
const routes = limitsByRoute(
  createApps({
    config,
    log: createLog("silent"),
    metrics: createMetrics(),
    feedback: new Map(),
    otpPolicy: otpPolicyOf(config),
    draining: new AbortController().signal,
  } as Partial<AppResources> as AppResources).app,
);

type Outcome = {
  journeys: Journey[];
  /** The limits that refused somebody, or would in another mode. */
  refusedBy: Set<PolicyName>;
};
type World = { policies?: Policies; code?: Partial<CodePolicy> };

/** So many normal users, each with a network and an address of his own. */
function simulate(count: number, { policies = POLICIES, code = {} }: World = {}): Outcome {
  const random = createRandom(SEED);
  const windows = new Map(
    POLICY_NAMES.map((name) => [name, createSlidingWindows(policies[name].quota)]),
  );
  const refusedBy = new Set<PolicyName>();

  // A request that is refused spends less in truth: here one refusal ends the journey.
  function request(person: number, route: JourneyRoute, nowMs: number): boolean {
    const names = routes.get(route) ?? [];
    const refusing = names.filter((name) => {
      const key = policies[name].by === "service" ? "service" : `${person}`;
      return windows.get(name)?.spend(key, nowMs, 1).isAllowed !== true;
    });
    for (const name of refusing) refusedBy.add(name);
    return refusing.every((name) => policies[name].mode !== "enforce");
  }
  const journeys = Array.from({ length: count }, (_, person) =>
    travel({
      random,
      policy: { ...codePolicyOf(config), ...code },
      startMs: START_MS + person * EVERY_MS,
      typoShare: 0.1,
      mailMedianMs: 8000,
      request: (route, nowMs) => request(person, route, nowMs),
    }),
  );
  return { journeys, refusedBy };
}

const percent = (journeys: Journey[], is: (journey: Journey) => boolean): number =>
  (100 * journeys.filter(is).length) / journeys.length;

describe("of 100,000 normal users", () => {
  const { journeys, refusedBy } = simulate(JOURNEYS);

  test("nobody meets a rate limit, enforced or not", ({ expect }) => {
    expect([...refusedBy]).toEqual([]);
    expect(percent(journeys, ({ isRefused }) => isRefused)).toBe(0);
  });

  test("nobody spends the guess budget: all codes have 4 digits", ({ expect }) => {
    // Not void: they do mistype.
    expect(percent(journeys, ({ wrong }) => wrong > 0)).toBeGreaterThan(9);
    expect(percent(journeys, ({ longCodes }) => longCodes > 0)).toBe(0);
  });

  test("96.5 % need one code, and 0.006 % a fourth", ({ expect }) => {
    expect(percent(journeys, ({ codes }) => codes === 1)).toBeCloseTo(96.5, 0);
    expect(percent(journeys, ({ codes }) => codes >= 4)).toBeCloseTo(0.006, 2);
  });
});

test("every route of the journey has limits, which are those that are simulated", ({ expect }) => {
  const used = [
    "POST /users",
    "GET /users/me",
    "POST /auth/activate",
    "POST /auth/activation-codes",
  ];
  for (const route of used) expect(routes.get(route)?.length, route).toBeGreaterThan(0);
  expect(routes.get("POST /users")).toContain("send.hour");
});

test.for<[PolicyName, string]>([
  ["send.hour", "1/1h"],
  ["sign-in.ip", "5/1m"],
  ["activate.address", "1/1m"],
])("with %s at %s some would be refused (control)", ([name, text], { expect }) => {
  const quota = parseQuota(text);
  if (!quota) throw new Error(`"${text}" is not a quota`);
  const policies = { ...POLICIES, [name]: { ...POLICIES[name], quota } };
  const { journeys, refusedBy } = simulate(JOURNEYS / 20, { policies });
  expect([...refusedBy]).toEqual([name]);
  expect(percent(journeys, ({ isRefused }) => isRefused)).toBeGreaterThan(1);
});

test("with a budget of one code's tries some would get long codes (control)", ({ expect }) => {
  const { journeys } = simulate(JOURNEYS / 20, { code: { budgetMax: 1 } });
  expect(percent(journeys, ({ longCodes }) => longCodes > 0)).toBeGreaterThan(0);
});
