import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { callbackify } from "node:util";
import type { Delivery } from "../../src/outbound/delivery.ts";
import { createSmtp } from "../../src/email/providers/smtp.ts";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { testMail } from "./provider-api.ts";

export type ReceivedSmtpMail = { raw: string; recipients: string[]; isSecure: boolean };

export type SmtpMock = {
  port: number;
  /** Every mail whose last dot came, in order, whatever was answered. */
  mails: ReceivedSmtpMail[];
  /** Passwords that reached the server. */
  passwords: string[];
  connections(): number;
  /** Cuts every connection there is. */
  cut(): void;
  /** Resolves when there is no connection any more. */
  idle(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A refusal by which smtp-server answers with this number and text. */
export const refusal = (responseCode: number, reply: string): Error =>
  Object.assign(new Error(reply), { responseCode });

type Replies = {
  /** Runs when the whole mail came; the answer waits for it, and is what it throws. */
  onMail?(mock: SmtpMock): void | Promise<void>;
};

/** A real SMTP server on a free port of this machine. It takes one account: user "shop", password "s3cret". */
export async function startSmtpServer(
  options: SMTPServerOptions,
  { onMail }: Replies = {},
): Promise<SmtpMock> {
  const sockets = new Set<Socket>();
  let opened = 0;
  const mails: ReceivedSmtpMail[] = [];
  const passwords: string[] = [];
  const receive = async (
    raw: string,
    { envelope, secure }: Pick<SMTPServerSession, "envelope" | "secure">,
  ): Promise<void> => {
    const recipients = envelope.rcptTo.map(({ address }) => address);
    mails.push({ raw, recipients, isSecure: secure });
    await onMail?.(mock);
  };
  const server = new SMTPServer({
    disableReverseLookup: true,
    authOptional: true,
    closeTimeout: 1,
    onAuth(auth, _, done) {
      passwords.push(auth.password ?? "");
      if (auth.username === "shop" && auth.password === "s3cret") done(null, { user: "shop" });
      else done(refusal(535, "5.7.8 Authentication failed"));
    },
    onData: callbackify(async (stream: Readable, session: SMTPServerSession) => {
      await receive(await text(stream), session);
      return "2.0.0 Ok: queued as 4XyZ";
    }),
    ...options,
  });
  // A connection that was cut on purpose is none of the test's business.
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    opened++;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const mock: SmtpMock = {
    port: (server.server.address() as AddressInfo).port,
    mails,
    passwords,
    connections: () => opened,
    // Each by its outermost socket: Node crashes when the one below TLS is destroyed under it.
    cut: () => {
      for (const { _socket } of server.connections as Set<{ _socket: Socket }>) _socket.destroy();
    },
    async idle() {
      await Promise.all([...sockets].map((socket) => once(socket, "close")));
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
  return mock;
}

/** Such a server without TLS, as a relay on this machine may be. */
export const startRelay = (
  options: SMTPServerOptions = {},
  onMail?: (mock: SmtpMock) => void | Promise<void>,
): Promise<SmtpMock> =>
  startSmtpServer(
    { hideSTARTTLS: true, allowInsecureAuth: true, ...options },
    onMail && { onMail },
  );

const ANSWER_MS = 10_000;

/** One send over a connection of its own to a relay. */
export async function sendToRelay(
  port: number,
  account = "",
  deadline = AbortSignal.timeout(ANSWER_MS),
): Promise<Delivery> {
  const url = `smtp://${account}127.0.0.1:${port}`;
  const { send, close } = createSmtp({ url, tls: "off", connectionsMax: 1 });
  try {
    return await send(testMail(), deadline);
  } finally {
    close();
  }
}
