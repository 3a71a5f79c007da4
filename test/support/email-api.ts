import { EventEmitter, once } from "node:events";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

export type ReceivedMail = {
  idempotencyKey: string | null;
  to: string;
  subject: string;
  text: string;
  html: string;
};

type Answer = (attempt: ReceivedMail) => Response | Promise<Response> | undefined;

export type EmailApi = {
  /** An own host, so that several services of one test file do not answer each other's mail. */
  url: string;
  /** Every attempt that came, in order. */
  attempts: ReceivedMail[];
  /** Accepted messages; a repeat under the same key counts once, as with a real provider. */
  accepted: ReceivedMail[];
  /** Overrides the answer while it returns one; null goes back to accepting. */
  answerWith(answer: Answer | null): void;
  /** The n-th accepted mail to an address (1 is the first) that holds the text, awaited. */
  mailTo(address: string, nth?: number, text?: string): Promise<ReceivedMail>;
};

const WAIT_MAX_MS = 20_000;

const server = setupServer();
let opened = 0;

/** Answers, in this process, what is asked of another address. */
export const answerFor = (...handlers: Parameters<typeof server.use>): void =>
  server.use(...handlers);

/** A third party's e-mail API, intercepted in this process. A request to anywhere else fails its test. */
export function interceptEmailApi(): EmailApi {
  if (opened++ === 0) server.listen({ onUnhandledFrame: "error" });
  const url = `http://email-${opened}.test`;
  const attempts: ReceivedMail[] = [];
  const accepted: ReceivedMail[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  let override: Answer | null = null;

  const accept = (mail: ReceivedMail): void => {
    if (accepted.some(({ idempotencyKey }) => idempotencyKey === mail.idempotencyKey)) return;
    accepted.push(mail);
    arrivals.emit("accepted");
  };

  server.use(
    http.post(`${url}/v1/messages`, async ({ request }) => {
      const body = (await request.json()) as Omit<ReceivedMail, "idempotencyKey">;
      const mail = { ...body, idempotencyKey: request.headers.get("idempotency-key") };
      attempts.push(mail);
      arrivals.emit("attempt");
      const answer = await override?.(mail);
      if (answer && !answer.ok) return answer;
      accept(mail);
      return answer ?? HttpResponse.json({ id: "accepted" }, { status: 202 });
    }),
  );

  return {
    url,
    attempts,
    accepted,
    answerWith: (answer) => {
      override = answer;
    },
    async mailTo(address, nth = 1, text = "") {
      const signal = AbortSignal.timeout(WAIT_MAX_MS);
      for (;;) {
        const mail = accepted.filter((each) => each.to === address && each.text.includes(text))[
          nth - 1
        ];
        if (mail) return mail;
        await once(arrivals, "accepted", { signal });
      }
    },
  };
}

/** The link in a mail: an address alone on a line. Throws when there is none. */
export function linkIn(mail: Pick<ReceivedMail, "text">): URL {
  const link = /^https?:\S+$/m.exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`no link in: ${mail.text}`);
  return new URL(link);
}

/** The code in a mail: digits alone on a line. Throws when there is none. */
export function codeIn(mail: Pick<ReceivedMail, "text">): string {
  const code = /^\d{4,12}$/m.exec(mail.text)?.[0];
  if (code === undefined) throw new Error(`no code in: ${mail.text}`);
  return code;
}
