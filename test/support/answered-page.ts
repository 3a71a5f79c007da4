import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { interceptable } from "./browser-page.ts";
import type { Person } from "./client.ts";
import type { LiveMessage } from "./live.ts";
import { type Instance, type WelcomePage, openWelcome } from "./welcome-page.ts";

/** What a service could tell of somebody. */
export const notice = (
  id: string,
  more: { email?: string; event?: string; agoMs?: number } = {},
): LiveMessage => ({
  type: "notice",
  id,
  event: more.event ?? "activated",
  email: more.email ?? `${id}@example.com`,
  at: new Date(Date.now() - (more.agoMs ?? 0)).toISOString(),
});
export const hello = (latest: string | null, complete = true): LiveMessage => ({
  type: "hello",
  latest,
  complete,
});

/** With what each of its connections asked for. */
export type AnsweredPage = WelcomePage & { asked: (string | null)[] };

/** A page whose WebSockets the test answers, one after the other. */
export async function openAnswered(
  { browser, service, reader }: { browser: Browser; service: Instance; reader: Person },
  answers: ((socket: WebSocketRoute) => void)[],
  options: Parameters<typeof openWelcome>[3] = {},
): Promise<AnsweredPage> {
  const asked: (string | null)[] = [];
  const prepare = async (page: Page): Promise<void> => {
    await interceptable(page);
    await options.prepare?.(page);
    await page.routeWebSocket(/\/live\?/, (socket) => {
      asked.push(new URL(socket.url()).searchParams.get("after"));
      answers[Math.min(asked.length, answers.length) - 1]?.(socket);
    });
  };
  return { ...(await openWelcome(browser, service.url, reader, { ...options, prepare })), asked };
}
export const send = (socket: WebSocketRoute, ...messages: LiveMessage[]): void => {
  for (const message of messages) socket.send(JSON.stringify(message));
};
