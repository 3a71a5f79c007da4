import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Environment } from "./broken-answers.ts";
import { type Rule, readRules } from "./faults.ts";
import { type WebhookTarget, createFeedback } from "./feedback.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import { createInbox } from "./inbox.ts";
import { openJournal } from "./journal.ts";
import { messageRoutes } from "./messages.ts";
import { createNotices } from "./notices.ts";
import { pageRoutes } from "./page.ts";
import { specialAddresses } from "./special-addresses.ts";
import { createStats } from "./stats.ts";

type Options = { apiKey: string; journalFile?: string; webhook?: WebhookTarget };

const FAULTS_BYTES_MAX = 16_384;

/** Throws when the journal cannot be opened, or the webhook's secret is none. */
export function createEmailMock({ apiKey, journalFile, webhook }: Options): Hono<Environment> {
  const app = new Hono<Environment>();
  const journal = journalFile === undefined ? null : openJournal(journalFile);
  const inbox = createInbox(journal);
  const notices = createNotices();
  const feedback = createFeedback(webhook ?? null, (id) =>
    notices.tell("feedback", { id, feedback: feedback.reportsOf(id) }),
  );
  const stats = createStats();
  let rules: Rule[] = [];

  const faults = () => ({ rules, addresses: specialAddresses });
  const switchTo = (next: Rule[]): void => {
    rules = next;
    notices.tell("faults", faults());
  };

  app.route("/", messageRoutes({ apiKey, inbox, stats, feedback, rules: () => rules }));
  app.route("/", inboxRoutes({ inbox, feedback, notices }));
  app.get("/faults", (c) => c.json(faults()));
  app.put("/faults", bodyLimit({ maxSize: FAULTS_BYTES_MAX }), async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return c.json({ error: "the body must be JSON" }, 400);
    const read = readRules(body);
    if (read.problems.length > 0)
      return c.json({ error: "invalid faults", problems: read.problems }, 422);
    switchTo(read.rules);
    return c.json(faults());
  });
  app.delete("/faults", (c) => {
    switchTo([]);
    return c.body(null, 204);
  });
  app.get("/stats", (c) => {
    const { waiting, sent, failed } = feedback.counts();
    return c.json({
      ...stats,
      feedback_sent: sent,
      feedback_failed: failed,
      feedback_waiting: waiting,
      feedback_url: feedback.url,
      journal_syncs: journal?.syncs() ?? 0,
    });
  });
  app.route("/", pageRoutes());
  return app;
}
