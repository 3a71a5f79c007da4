import { maskEmailAddress } from "../../domain/email-address.ts";
import { cutPage, formatCursor } from "../../domain/list-cursor.ts";
import { formatQuota } from "../../domain/quota.ts";
import type { ProviderStanding } from "../../email/mailer.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { readMailFigures } from "../../postgres/mail-figures.ts";
import { type DeadLetter, type MailRecord, listDeadLetters } from "../../postgres/mail-records.ts";
import { countSuppressions } from "../../postgres/mail-suppressions.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";
import { readerOfJobs } from "../../workers/siblings.ts";
import { allowAddress } from "./allow-address.ts";
import { changeDeadLetters } from "./change-dead-letters.ts";
import {
  dropRoute,
  liftRoute,
  listRoute,
  lookUpRoute,
  redriveRoute,
  standingRoute,
} from "./contract.ts";
import { lookUp } from "./look-up.ts";
import { type DescribedDeadLetter, type Message, type Provider, readSelection } from "./schemas.ts";

/** How mail stands, for operators, and what they can do about it. */
export function opsMailRoutes(resources: Resources): Router {
  const router = createRouter();
  const { pool, mailer, siblings } = resources;
  const readStandings = readerOfJobs(siblings, "mail.standings", () => mailer.standings());

  router.openapi(standingRoute, async (c) => {
    const [{ queued, oldestMs, dead }, suppressed, standings] = await Promise.all([
      attempt(() => readMailFigures(pool)),
      attempt(() => countSuppressions(pool)),
      readStandings(),
    ]);
    return c.json(
      {
        queue: {
          length: Object.values(queued).reduce((sum, amount) => sum + amount, 0),
          oldest_seconds: Math.round(oldestMs / 1000),
          by_kind: queued,
        },
        providers: standings.map(describeProvider),
        dead_letters: dead,
        suppressed_addresses: suppressed,
      },
      200,
    );
  });

  router.openapi(listRoute, async (c) => {
    const { state = null, limit, before = null } = c.req.valid("query");
    const page = { state, before, limit: limit + 1 };
    const rows = await attempt(() => listDeadLetters(pool, page));
    const { shown, last } = cutPage(rows, limit);
    return c.json(
      {
        dead_letters: shown.map(describeDeadLetter),
        next: last && formatCursor(last),
      },
      200,
    );
  });

  router.openapi(redriveRoute, async (c) => {
    const given = c.req.valid("json");
    const { count, superseded, notDead, unknown, more } = await changeDeadLetters(
      resources,
      "redrive",
      { selection: readSelection(given), operator: c.get("operator"), reason: given.reason },
    );
    return c.json({ queued: count, left: { superseded, not_dead: notDead, unknown }, more }, 200);
  });

  router.openapi(dropRoute, async (c) => {
    const given = c.req.valid("json");
    const { count, notDead, unknown, more } = await changeDeadLetters(resources, "drop", {
      selection: readSelection(given),
      operator: c.get("operator"),
      reason: given.reason,
    });
    return c.json({ dropped: count, left: { not_dead: notDead, unknown }, more }, 200);
  });

  router.openapi(lookUpRoute, async (c) => {
    const { messages, suppression } = await lookUp(resources, c.req.valid("json").email);
    return c.json(
      {
        messages: messages.map(describeMessage),
        suppression: suppression && {
          reason: suppression.reason,
          provider: suppression.provider,
          since: suppression.createdAt.toISOString(),
        },
      },
      200,
    );
  });

  router.openapi(liftRoute, async (c) => {
    const { email, reason } = c.req.valid("json");
    const lifted = await allowAddress(resources, { email, operator: c.get("operator"), reason });
    return lifted.ok ? c.body(null, 204) : problem(c, lifted.failure);
  });
  return router;
}

const describeProvider = (standing: ProviderStanding): Provider => ({
  name: standing.name,
  state: standing.state,
  retry_in_seconds: Math.ceil(standing.waitMs / 1000),
  quota: standing.quota && formatQuota(standing.quota),
  problem: standing.problem,
  last_accepted_at: standing.lastAcceptedAt?.toISOString() ?? null,
});

const describeMessage = (message: MailRecord): Message => ({
  id: message.id,
  kind: message.kind,
  state: message.state,
  attempts: message.attempts,
  provider: message.provider,
  last_error: message.lastError,
  queued_at: message.queuedAt.toISOString(),
  settled_at: message.settledAt?.toISOString() ?? null,
});

const describeDeadLetter = (letter: DeadLetter): DescribedDeadLetter => ({
  ...describeMessage(letter),
  state: letter.state,
  settled_at: letter.settledAt.toISOString(),
  to: maskEmailAddress(letter.email),
});
