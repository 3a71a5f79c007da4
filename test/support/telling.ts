import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import type { EventState, EventType } from "../../src/postgres/webhook-events.ts";
import { startAllJobs } from "../../src/service.ts";
import { createDatabase } from "./database.ts";
import { type Instance, openInstance } from "./instance.ts";
import { type Receiver, type ReceiverAnswer, openReceiver } from "./webhook-receiver.ts";
import { newWebhookSecret } from "./webhooks.ts";

export type EventRow = {
  state: EventState;
  attempts: number;
  lastError: string | null;
  waitMs: number | null;
};

/** An instance that tells a real receiver of events, without its HTTP side. */
export type Telling = {
  instance: Instance;
  receiver: Receiver;
  secret: string;
  /** Queues an event, and returns its id. */
  tell(type?: EventType): Promise<string>;
  /** How an event stands; `waitMs` until its job runs, null when it has none. */
  row(id: string): Promise<EventRow>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startTelling(
  answers: ReceiverAnswer[],
  environment: Record<string, string> = {},
): Promise<Telling> {
  const receiver = await openReceiver(...answers);
  const secret = newWebhookSecret();
  const instance = await openInstance({
    DATABASE_URL: await createDatabase(),
    REDIS_URL: inject("redisUrl"),
    SECRET_KEY: randomUUID() + randomUUID(),
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRETS: secret,
    ...environment,
  });
  const jobs = await startAllJobs(instance);
  const { pool, events } = instance;
  return {
    instance,
    receiver,
    secret,
    async tell(type = "user.deleted") {
      const userId = randomUUID();
      await events.queue(pool, { type, accountId: userId, data: { user_id: userId } });
      const { rows } = await pool.query<{ id: string }>(
        "select id from webhook_events where account_id = $1",
        [userId],
      );
      return rows[0]?.id ?? "";
    },
    async row(id) {
      const { rows } = await pool.query<EventRow>(
        `select e.state, e.attempts, e.last_error as "lastError",
           (extract(epoch from j.run_at - now()) * 1000)::float8 as "waitMs"
         from webhook_events e left join graphile_worker.jobs j on j.key = e.id::text where e.id = $1`,
        [id],
      );
      if (!rows[0]) throw new Error("there is no such event");
      return rows[0];
    },
    async [Symbol.asyncDispose]() {
      await jobs.stop();
      await instance[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}
