import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Feedback, FeedbackType } from "./feedback.ts";
import { type Inbox, isSameAddress } from "./inbox.ts";
import type { AcceptedMail } from "./mail.ts";
import type { Notices } from "./notices.ts";

type Parts = { inbox: Inbox; feedback: Feedback; notices: Notices };

const WAIT_SECONDS_MAX = 30;
const KEEP_ALIVE_MS = 15_000;

const BY_HAND: Record<string, FeedbackType> = {
  bounce: "bounced",
  "soft-bounce": "soft_bounced",
  complain: "complained",
};

// Its own policy, since the page's would take the mail's styles away: no scripts, no network, no origin.
const PREVIEW_HEADERS = {
  "Content-Security-Policy":
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

/** What was accepted, for tests and for the page; and bounces and complaints of it by hand. */
export function inboxRoutes({ inbox, feedback, notices }: Parts): Hono {
  const app = new Hono();
  const view = (mail: AcceptedMail) => ({ ...mail, feedback: feedback.reportsOf(mail.id) });

  app.get("/inbox", async (c) => {
    const { to, after, wait } = c.req.query();
    const seconds = Math.min(Number(wait ?? 0) || 0, WAIT_SECONDS_MAX);
    const isThere = (): boolean => inbox.list({ to, after }).length > 0;
    if (seconds > 0 && !isThere()) await waitForMail(inbox, to, seconds, c.req.raw.signal);
    return c.json(inbox.list({ to, after }).map(view));
  });
  app.delete("/inbox", (c) => {
    inbox.clear(c.req.query("to"));
    return c.body(null, 204);
  });
  app.get("/inbox/events", (c) =>
    streamSSE(c, async (stream) => {
      const stops = [
        inbox.onAccepted((mail) => void stream.writeSSE({ data: JSON.stringify(view(mail)) })),
        notices.listen(
          (event, data) => void stream.writeSSE({ event, data: JSON.stringify(data) }),
        ),
      ];
      stream.onAbort(() => {
        for (const stop of stops) stop();
      });
      while (!stream.aborted) {
        await stream.writeSSE({ event: "alive", data: "" });
        await stream.sleep(KEEP_ALIVE_MS);
      }
    }),
  );
  app.get("/inbox/:id/html", (c) => {
    const mail = inbox.find(c.req.param("id"));
    return mail ? c.html(mail.html, 200, PREVIEW_HEADERS) : c.notFound();
  });
  app.post("/inbox/:id/:what", (c) => {
    const type = BY_HAND[c.req.param("what")];
    const mail = inbox.find(c.req.param("id"));
    if (type === undefined || !mail) return c.notFound();
    const report = feedback.report(mail, type);
    return report
      ? c.json(report, 202)
      : c.json({ error: "WEBHOOK_URL is not set: there is nobody to report to" }, 409);
  });
  app.get("/accepted", (c) => {
    const key = c.req.query("key");
    if (key !== undefined) return c.json({ accepted: inbox.acceptedUnder(key) });
    const { keys, moreThanOnce } = inbox.countKeys();
    return c.json({ keys, more_than_once: moreThanOnce });
  });
  return app;
}

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
