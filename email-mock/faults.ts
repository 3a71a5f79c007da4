import { z } from "zod";

const MS_MAX = 120_000;
const RULES_MAX = 20;
const ms = z.int().min(0).max(MS_MAX);

const RETRY_AFTER = "must be a number of seconds, or an HTTP date";
const retryAfter = z.union(
  [z.int().min(0), z.string().refine(isHttpDate, RETRY_AFTER)],
  RETRY_AFTER,
);

/** The share of requests that it happens to. */
const rate = z.number().min(0).max(1);

const faults = {
  /** Waits before anything else. */
  delay: z.strictObject({ rate, ms }),
  /** Refuses, with a status that says "later". */
  error: z.strictObject({
    rate,
    status: z.int().min(400).max(599).default(500),
    retry_after: retryAfter.optional(),
  }),
  /** Refuses the mail for good, with 422. */
  reject: z.strictObject({ rate }),
  /** Accepts nothing, answers nothing, and keeps the connection open until the client leaves. */
  hang: z.strictObject({ rate }),
  /** Accepts, sends the headers and half of the body, and the rest after this time; without one, never. */
  stall: z.strictObject({ rate, ms: ms.optional() }),
  /** Accepts, then cuts the connection without an answer. */
  drop_reply: z.strictObject({ rate }),
  /** Accepts once more than it should: what Idempotency-Key is to prevent. */
  duplicate: z.strictObject({ rate }),
};

/** How a request ends other than well: one of these, so that each rate is a share of all requests. */
const ENDINGS = ["error", "reject", "hang", "stall", "drop_reply"] as const;
// As exact as tenths are in binary.
const RATES_MAX = 1 + 1e-9;

const ruleSchema = z
  .strictObject({ ...faults, to: z.string().min(1).max(254) })
  .partial()
  .refine((rule) => ENDINGS.reduce((sum, name) => sum + (rule[name]?.rate ?? 0), 0) <= RATES_MAX, {
    error: `the rates of ${ENDINGS.join(", ")} are more than 1 together`,
  });

const rulesSchema = z.strictObject({ rules: z.array(ruleSchema).max(RULES_MAX) });

/** What goes wrong for the addresses that have `to` in them, or for all. */
export type Rule = z.infer<typeof ruleSchema>;

export type Ending =
  | { kind: "accept" | "reject" | "hang" }
  | { kind: "error"; status: number; retry_after?: string | number | undefined }
  | { kind: "stall"; ms?: number | undefined }
  /** When only the first, a repeat under the same key is answered. */
  | { kind: "drop_reply"; onlyFirst?: boolean };

/** What is to happen to one request. */
export type Course = { delayMs: number; ending: Ending; isDoubled: boolean };

/** Reads one rule, or `{ rules: […] }`. Returns every problem as one line. */
export function readRules(body: unknown): { rules: Rule[]; problems: string[] } {
  const isList = typeof body === "object" && body !== null && "rules" in body;
  const { success, data, error } = rulesSchema.safeParse(isList ? body : { rules: [body] });
  if (success) return { rules: data.rules, problems: [] };
  const problems = error.issues.map(({ path, message }) => {
    const place = path.slice(isList ? 0 : 2).join(".");
    return place === "" ? message : `${place}: ${message}`;
  });
  return { rules: [], problems };
}

/** Draws what happens to a request; the first rule whose `to` is in the address decides. */
export function draw(rules: readonly Rule[], to: string): Course {
  const address = to.toLowerCase();
  const rule = rules.find((each) => address.includes((each.to ?? "").toLowerCase())) ?? {};
  return {
    delayMs: happens(rule.delay) ? (rule.delay?.ms ?? 0) : 0,
    ending: drawEnding(rule),
    isDoubled: happens(rule.duplicate),
  };
}

const happens = (fault: { rate: number } | undefined): boolean =>
  Math.random() < (fault?.rate ?? 0);

function drawEnding(rule: Rule): Ending {
  let left = Math.random();
  for (const kind of ENDINGS) {
    const fault = rule[kind];
    if (fault === undefined) continue;
    if (left < fault.rate) return { ...fault, kind } as Ending;
    left -= fault.rate;
  }
  return { kind: "accept" };
}

// Printable: it becomes a header.
function isHttpDate(text: string): boolean {
  return /^[A-Z][a-z]{2,8},? [\u0020-\u007e]+$/.test(text) && !Number.isNaN(Date.parse(text));
}
