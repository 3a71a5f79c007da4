import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { type Faults, faultsSchema, happens } from "./faults.ts";
import { type AcceptedMail, type Inbox, createInbox, isSameAddress } from "./inbox.ts";
import { pageRoutes } from "./page.ts";

type Options = { apiKey: string; journalFile?: string };
/** On Node the raw request comes along; its socket can be cut. */
type Environment = { Bindings: { incoming?: IncomingMessage } };

const BODY_BYTES_MAX = 262_144;
const WAIT_SECONDS_MAX = 30;
const KEEP_ALIVE_MS = 15_000;

const mailSchema = z.strictObject({
  from: z.string().min(1),
  reply_to: z.string().min(1).optional(),
  // One bare address: a comma or a line break would make it several recipients.
  to: z.string().regex(/^[^\s,;<>@]+@[^\s,;<>@]+$/),
  subject: z.string().regex(/^[^\r\n]*$/),
  text: z.string(),
  html: z.string(),
});

export function createEmailMock({ apiKey, journalFile }: Options): Hono<Environment> {
  const app = new Hono<Environment>();
  const inbox = createInbox(journalFile);
  const stats = { received: 0, accepted: 0, duplicates: 0, refused: 0, dropped: 0 };
  let faults: Faults = {};

  app.post("/v1/messages", bodyLimit({ maxSize: BODY_BYTES_MAX }), async (c) => {
    stats.received++;
    const refuse = (status: 400 | 401 | 409 | 415 | 422, error: string, fields?: string[]) => {
      stats.refused++;
      return c.json({ error, ...(fields ? { fields } : {}) }, status);
    };
    if (c.req.header("authorization") !== `Bearer ${apiKey}`) return refuse(401, "invalid API key");
    if (!/^application\/json\b/.test(c.req.header("content-type") ?? ""))
      return refuse(415, "the body must be application/json");
    const body: unknown = await c.req.json().catch(() => undefined);
    const parsed = mailSchema.safeParse(body);
    if (!parsed.success)
      return refuse(422, "invalid fields", [
        ...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "body")),
      ]);

    if (faults.delay_ms !== undefined) await delay(faults.delay_ms);
    if (faults.status !== undefined && happens(faults.probability ?? 1)) {
      stats.refused++;
      if (faults.retry_after !== undefined) c.header("Retry-After", String(faults.retry_after));
      return c.json({ error: "a fault is switched on" }, faults.status as 500);
    }
    const acceptance = await inbox.accept(parsed.data, c.req.header("idempotency-key"));
    if (acceptance.kind === "conflict")
      return refuse(409, "the Idempotency-Key was used for another message");
    stats[acceptance.kind === "repeated" ? "duplicates" : "accepted"]++;
    if (happens(faults.drop_reply_probability)) {
      stats.dropped++;
      return dropReply(c);
    }
    const id = acceptance.kind === "repeated" ? acceptance.id : acceptance.mail.id;
    return faults.stall_body_ms === undefined
      ? c.json({ id }, 202)
      : stallBody(c, { id }, faults.stall_body_ms);
  });

  app.get("/inbox", async (c) => {
    const { to, after, wait } = c.req.query();
    const seconds = Math.min(Number(wait ?? 0) || 0, WAIT_SECONDS_MAX);
    const isThere = (): boolean => inbox.list({ to, after }).length > 0;
    if (seconds > 0 && !isThere()) await waitForMail(inbox, to, seconds, c.req.raw.signal);
    return c.json(inbox.list({ to, after }).map(toView));
  });
  app.delete("/inbox", (c) => {
    inbox.clear(c.req.query("to"));
    return c.body(null, 204);
  });
  app.get("/inbox/events", (c) =>
    streamSSE(c, async (stream) => {
      const stop = inbox.onAccepted(
        (mail) => void stream.writeSSE({ data: JSON.stringify(toView(mail)) }),
      );
      stream.onAbort(stop);
      while (!stream.aborted) {
        await stream.writeSSE({ event: "alive", data: "" });
        await stream.sleep(KEEP_ALIVE_MS);
      }
    }),
  );

  app.get("/faults", (c) => c.json(faults));
  app.put("/faults", async (c) => {
    const parsed = faultsSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) return c.json({ error: z.prettifyError(parsed.error) }, 422);
    faults = parsed.data;
    return c.json(faults);
  });
  app.delete("/faults", (c) => {
    faults = {};
    return c.body(null, 204);
  });
  app.get("/stats", (c) => c.json(stats));
  app.route("/", pageRoutes());
  return app;
}

const toView = ({ id, to, subject, text, html, accepted_at }: AcceptedMail): object => ({
  id,
  to,
  subject,
  text,
  html,
  accepted_at,
});

/** Resolves when a matching mail comes, the time is over, or the client is gone. */
async function waitForMail(
  inbox: Inbox,
  to: string | undefined,
  seconds: number,
  gone: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = inbox.onAccepted((mail) => {
    if (to === undefined || isSameAddress(mail.to, to)) resolve();
  });
  const timer = setTimeout(resolve, seconds * 1000);
  gone.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  stop();
}

function dropReply(c: Context<Environment>): Response {
  c.env.incoming?.socket.destroy();
  // Where the socket cannot be had, the nearest thing: an answer that breaks off.
  return new Response(new ReadableStream({ start: (body) => body.error(new Error("dropped")) }));
}

function stallBody(c: Context<Environment>, body: unknown, ms: number): Response {
  const stream = new ReadableStream({
    async start(controller) {
      await delay(ms);
      controller.enqueue(new TextEncoder().encode(JSON.stringify(body)));
      controller.close();
    },
  });
  return c.body(stream, 202, { "Content-Type": "application/json" });
}
