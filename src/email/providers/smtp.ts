import type { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import { quote } from "../../outbound/http-post.ts";
import { isOneAddress } from "../mailbox.ts";
import type { OutgoingMail, Provider } from "../provider.ts";
import { parseSmtpUrl } from "../smtp-url.ts";
import { type SmtpFault, describeSmtpFault } from "./smtp-replies.ts";

type SmtpOptions = {
  /** smtps: TLS from the first byte; smtp: STARTTLS. With the account, if it has one. */
  url: string;
  tls: "required" | "off";
  connectionsMax: number;
};

/** A connection that is idle, or does not answer while no mail waits for it, is closed after this. */
const IDLE_MS = 30_000;
/** How often a mail is taken to another connection because the server had closed the one it was given. */
const STALE_MAX = 2;

/**
 * Sends by SMTP over a pool of connections (RFC 5321), encrypted (RFC 3207, RFC 8314) or not at all. SMTP has no
 * idempotency keys, but a repeat has the same Message-ID.
 */
export function createSmtp({
  url,
  tls,
  connectionsMax,
}: SmtpOptions): Pick<Provider, "send" | "close"> {
  const { host, port, isTls, account } = parseSmtpUrl(url);
  const transport = createTransport({
    pool: true,
    host,
    ...(port === undefined ? {} : { port }),
    secure: isTls,
    requireTLS: !isTls && tls === "required",
    ignoreTLS: tls === "off",
    ...(account === null ? {} : { auth: account }),
    // An account that the server does not ask for is a mistake, and not to be left out silently.
    forceAuth: account !== null,
    maxConnections: connectionsMax,
    maxRequeues: STALE_MAX,
    connectionTimeout: IDLE_MS,
    greetingTimeout: IDLE_MS,
    socketTimeout: IDLE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The mail itself is read only when the server has asked for it: from then on it may have been accepted.
  const bodies = new WeakMap<AbortSignal, Readable>();
  transport.use("stream", ({ data, message }, done) => {
    message.processFunc((body: Readable) => {
      if (data.signal) bodies.set(data.signal, body);
      return body;
    });
    done();
  });
  return {
    async send(mail, deadline) {
      if (!isOneAddress(mail.to)) return { kind: "rejected", reason: "not one plain address" };
      try {
        const { response } = await transport.sendMail({ ...compose(mail), signal: deadline });
        return { kind: "accepted", ...quote(response) };
      } catch (error) {
        if (!isSmtpFault(error)) throw error;
        return describeSmtpFault(error, bodies.get(deadline)?.readableDidRead === true);
      }
    },
    close: () => transport.close(),
  };
}

function compose({ messageId, from, replyTo, to, subject, text, html }: OutgoingMail): object {
  return {
    from,
    // Objects are taken as they are; texts would be read as lists.
    to: { name: "", address: to },
    ...(replyTo === null ? {} : { replyTo: { name: "", address: replyTo } }),
    messageId: `<${messageId}@${from.address.split("@").at(-1)}>`,
    headers: { "X-Latchkey-Message": messageId },
    subject,
    text,
    html,
  };
}

const isSmtpFault = (error: unknown): error is SmtpFault =>
  error instanceof Error && "code" in error && typeof error.code === "string";
