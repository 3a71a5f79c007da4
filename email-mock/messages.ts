import { setTimeout as delay } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { type Environment, dropReply, hang, stallBody } from "./broken-answers.ts";
import { type Ending, type Rule, draw } from "./faults.ts";
import type { Feedback } from "./feedback.ts";
import type { Inbox } from "./inbox.ts";
import { type Mail, mailSchema } from "./mail.ts";
import { findSpecial } from "./special-addresses.ts";
import type { Stats } from "./stats.ts";

type Parts = {
  apiKey: string;
  inbox: Inbox;
  stats: Stats;
  feedback: Feedback;
  rules: () => readonly Rule[];
};

type RefusedStatus = 400 | 401 | 409 | 415 | 422;

const BODY_BYTES_MAX = 262_144;

/** POST /v1/messages, as a provider's API has it, with what is switched on to go wrong. */
export function messageRoutes({ apiKey, inbox, stats, feedback, rules }: Parts): Hono<Environment> {
  const app = new Hono<Environment>();
  const refuse = (c: Context, status: RefusedStatus, error: string, fields?: string[]) => {
    stats.refused++;
    return c.json({ error, ...(fields ? { fields } : {}) }, status);
  };

  app.post("/v1/messages", bodyLimit({ maxSize: BODY_BYTES_MAX }), async (c) => {
    stats.received++;
    if (c.req.header("authorization") !== `Bearer ${apiKey}`)
      return refuse(c, 401, "invalid API key");
    if (!/^application\/json\b/.test(c.req.header("content-type") ?? ""))
      return refuse(c, 415, "the body must be application/json");
    const parsed = mailSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success)
      return refuse(c, 422, "invalid fields", [
        ...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "body")),
      ]);

    const special = findSpecial(parsed.data.to);
    const course = { ...draw(rules(), parsed.data.to), ...special?.course };
    if (course.delayMs > 0) {
      stats.delayed++;
      await delay(course.delayMs);
    }
    const { ending } = course;
    if (ending.kind === "hang") {
      stats.hung++;
      return hang(c);
    }
    if (ending.kind === "reject") return refuse(c, 422, "the address is rejected", ["to"]);
    if (ending.kind === "error") {
      if (ending.retry_after !== undefined) c.header("Retry-After", String(ending.retry_after));
      return refuse(c, ending.status as RefusedStatus, "a fault is switched on");
    }
    const accepted = await accept(parsed.data, c.req.header("idempotency-key"), course.isDoubled);
    if (accepted === null)
      return refuse(c, 409, "the Idempotency-Key was used for another message");
    if (accepted.isFirst && special?.feedback) feedback.report(accepted.mail, special.feedback);
    return answer(c, ending, accepted);
  });

  async function accept(mail: Mail, key: string | undefined, isDoubled: boolean) {
    const acceptance = await inbox.accept(mail, key ?? null);
    if (acceptance.kind === "conflict") return null;
    stats[acceptance.kind === "repeated" ? "duplicates" : "accepted"]++;
    if (isDoubled) {
      await inbox.deliverAgain(acceptance.mail);
      stats.doubled++;
    }
    return { mail: acceptance.mail, isFirst: acceptance.kind === "accepted" };
  }

  function answer(
    c: Context<Environment>,
    ending: Ending,
    { mail: { id }, isFirst }: { mail: { id: string }; isFirst: boolean },
  ): Response {
    if (ending.kind === "drop_reply" && (isFirst || ending.onlyFirst !== true)) {
      stats.dropped++;
      return dropReply(c);
    }
    if (ending.kind === "stall") {
      stats.stalled++;
      return stallBody(c, { id }, ending.ms);
    }
    return c.json({ id }, 202);
  }
  return app;
}
