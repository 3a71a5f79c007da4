import { randomUUID } from "node:crypto";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { OutgoingMail, SendMail } from "../../src/email/provider.ts";
import type { Delivery } from "../../src/outbound/delivery.ts";

type Sent = { delivery: Delivery; requests: Request[] };

const DEADLINE_MS = 5000;

/** A mail with what is hard to carry: quotes, commas, angle brackets and letters beyond ASCII. */
export const testMail = (given: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: randomUUID(),
  from: { name: 'Café "Shop", Inc <x@y.test>', address: "no-reply@shop.test" },
  replyTo: null,
  to: "ada@example.com",
  subject: "Votre code d’activation",
  text: '0420\n"é" {{to}}',
  html: '<p class="a">0420 é &amp; {{key}}</p>',
  ...given,
});

/** A provider's API, intercepted in this process for the tests of one file; what no test expects fails. */
export function interceptProvider(): {
  /** One send to a provider that answers as given, with every request that left this process. */
  sendTo(send: SendMail, answer: () => Response, mail?: OutgoingMail): Promise<Sent>;
} {
  const server = setupServer();
  beforeAll(() => {
    server.listen({ onUnhandledFrame: "error" });
  });
  afterEach(() => {
    server.resetHandlers();
  });
  afterAll(() => {
    server.close();
  });
  return {
    async sendTo(send, answer, mail = testMail()) {
      const requests: Request[] = [];
      server.use(
        http.all("*", ({ request }) => {
          requests.push(request.clone());
          return answer();
        }),
      );
      return { delivery: await send(mail, AbortSignal.timeout(DEADLINE_MS)), requests };
    },
  };
}

/** An answer of JSON, or of nothing. */
export const answering =
  (status: number, body?: object | string, headers: Record<string, string> = {}) =>
  (): Response =>
    body === undefined || typeof body === "string"
      ? new HttpResponse(body ?? null, { status, headers })
      : HttpResponse.json(body, { status, headers });

const OF_FETCH = new Set(
  "accept accept-encoding accept-language connection content-length content-type host sec-fetch-mode user-agent".split(
    " ",
  ),
);

/** A request as a test compares it: with its body, and without what fetch itself adds. */
export async function wholeRequest(request: Request | undefined): Promise<object> {
  if (!request) return {};
  const text = await request.text();
  const isJson = request.headers.get("content-type") === "application/json";
  const own = [...request.headers].filter(([name]) => !OF_FETCH.has(name));
  return {
    request: `${request.method} ${request.url}`,
    headers: Object.fromEntries(own),
    body: isJson ? (JSON.parse(text) as unknown) : Object.fromEntries(new URLSearchParams(text)),
  };
}
