import { type Handover, type HandoverOptions, createMailer } from "../../src/email/mailer.ts";
import type { OutgoingMail, Provider } from "../../src/email/provider.ts";
import type { Delivery } from "../../src/outbound/delivery.ts";

export const MAIL: OutgoingMail = {
  messageId: "m1",
  from: { name: "Shop", address: "no-reply@shop.test" },
  replyTo: null,
  to: "ada@example.com",
  subject: "s",
  text: "t",
  html: "h",
};
export const ACCEPTED: Delivery = { kind: "accepted" };
export const FAILED: Delivery = { kind: "retry", reason: "answered 500" };
export const UNCLEAR: Delivery = { kind: "retry", reason: "no answer", isUnclear: true };

/** A function answers unless the deadline comes first. */
type Answer = Delivery | "never" | (() => Promise<Delivery>);

/** Providers a, b, c that answer as given, and what was asked of them. */
export function mailerOf(
  answers: Answer[],
  given: { used?: string[]; timeoutMs?: number; failoverAfterMs?: number } = {},
): {
  handOver: (options?: Partial<HandoverOptions>) => Promise<Handover>;
  asked: string[];
  begun: string[];
  givenBack: string[];
  mailer: ReturnType<typeof createMailer>;
} {
  const asked: string[] = [];
  const begun: string[] = [];
  const givenBack: string[] = [];
  const providers = answers.map((answer, i): Provider => {
    const name = "abc".charAt(i);
    return {
      name,
      quota: null,
      close: () => {},
      send: async (_, deadline) => {
        asked.push(name);
        if (typeof answer === "object") return answer;
        const late = new Promise<Delivery>((resolve) =>
          deadline.addEventListener("abort", () => resolve(UNCLEAR)),
        );
        return answer === "never" ? late : Promise.race([answer(), late]);
      },
    };
  });
  const mailer = createMailer({
    providers,
    timeoutMs: given.timeoutMs ?? 60_000,
    failoverAfterMs: given.failoverAfterMs ?? 60_000,
    takeQuota: ({ name }) =>
      Promise.resolve({
        waitMs: given.used?.includes(name) ? 5000 : 0,
        giveBack: () => Promise.resolve(void givenBack.push(name)),
      }),
    observe: () => {},
    onChange: () => {},
  });
  const handOver = (options: Partial<HandoverOptions> = {}): Promise<Handover> =>
    mailer.handOver({
      compose: () => Promise.resolve(MAIL),
      isUrgent: true,
      first: null,
      begin: (name) => Promise.resolve(begun.push(name) > 0),
      ...options,
    });
  return { handOver, asked, begun, givenBack, mailer };
}
