import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { describe, test } from "vitest";
import type { Delivery } from "../../../src/outbound/delivery.ts";
import { createSmtp } from "../../../src/email/providers/smtp.ts";
import { testMail } from "../../support/provider-api.ts";
import { refusal, sendToRelay, startRelay } from "../../support/smtp-server.ts";

const STALL_MS = 300;
const NOT_IN_TIME = /^not sent in time$/;

describe("the account", () => {
  test("that the server does not know is an operator's matter, and no mail is sent", async ({
    expect,
  }) => {
    await using server = await startRelay();
    expect(await sendToRelay(server.port, "shop:wrong@")).toEqual({
      kind: "misconfigured",
      reason: "answered 535 5.7.8 to AUTH PLAIN",
      said: "535 5.7.8 Authentication failed",
    });
    expect(server.mails).toEqual([]);
    // The right one (control).
    expect((await sendToRelay(server.port, "shop:s3cret@")).kind).toBe("accepted");
  });

  test("that cannot be checked now is tried again", async ({ expect }) => {
    const busy = refusal(454, "4.7.0 Temporary authentication failure");
    await using server = await startRelay({ onAuth: (_, __, done) => done(busy) });
    expect(await sendToRelay(server.port, "shop:s3cret@")).toMatchObject({
      kind: "retry",
      reason: "answered 454 4.7.0 to AUTH PLAIN",
    });
  });

  test("that the server demands and nobody set is an operator's matter", async ({ expect }) => {
    await using server = await startRelay({ authOptional: false });
    expect(await sendToRelay(server.port)).toMatchObject({
      kind: "misconfigured",
      reason: expect.stringMatching(/^answered 530 .*to MAIL FROM$/),
    });
  });
});

describe("a mail may have been accepted when, after the whole of it,", () => {
  test("the connection is lost", async ({ expect }) => {
    await using server = await startRelay({}, async (mock) => {
      mock.cut();
      await mock.idle();
    });
    expect(await sendToRelay(server.port)).toEqual({
      kind: "retry",
      reason: "the connection broke off",
      isUnclear: true,
    });
    // Nor was it sent again over another connection.
    expect(server.mails).toHaveLength(1);
  });

  test("no answer comes within the deadline", async ({ expect }) => {
    const { promise: end, resolve } = Promise.withResolvers<void>();
    const deadline = new AbortController();
    await using server = await startRelay({}, () => {
      deadline.abort();
      return end;
    });
    expect(await sendToRelay(server.port, "", deadline.signal)).toEqual({
      kind: "retry",
      reason: "no answer in time",
      isUnclear: true,
    });
    resolve();
  });
});

/** A server that greets, or does not, and then does with each connection what is given. */
async function sendToRaw(
  onConnection: (socket: Socket) => void,
  deadline?: AbortSignal,
): Promise<Delivery> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await sendToRelay((server.address() as AddressInfo).port, "", deadline);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe("a mail was not accepted, and is tried again, when", () => {
  test("the connection is lost before it was asked for", async ({ expect }) => {
    await using server = await startRelay({ onRcptTo: () => server.cut() });
    expect(await sendToRelay(server.port)).toEqual({
      kind: "retry",
      reason: "no connection: ECONNECTION",
    });
    expect(server.mails).toEqual([]);
  });

  test.for([
    ["the greeting never comes", () => {}, NOT_IN_TIME],
    ["the connection is closed before it", (socket) => socket.end(), /^no(t sent| connection)/],
    ["the greeting is no SMTP", (socket) => socket.end("HTTP/1.1 400\r\n\r\n"), /^no connection/],
    [
      "the greeting says to come later",
      (socket) => socket.end("421 4.3.2 later\r\n"),
      /^answered 421/,
    ],
    ["nothing comes after it", (socket) => socket.write("220 ready\r\n"), NOT_IN_TIME],
  ] satisfies [string, (socket: Socket) => void, RegExp][])(
    "%s",
    async ([, onConnection, reason], { expect }) => {
      const isStalled = reason === NOT_IN_TIME;
      const deadline = isStalled ? AbortSignal.timeout(STALL_MS) : undefined;
      const delivery = await sendToRaw(onConnection, deadline);
      expect(delivery).toMatchObject({ kind: "retry", reason: expect.stringMatching(reason) });
      expect(delivery).not.toHaveProperty("isUnclear");
    },
  );

  test("nobody listens, or there is no such host", async ({ expect }) => {
    const gone = await startRelay();
    await gone[Symbol.asyncDispose]();
    expect(await sendToRelay(gone.port)).toEqual({
      kind: "retry",
      reason: "no connection: ECONNREFUSED",
    });
    const nowhere = createSmtp({ url: "smtp://nowhere.invalid", tls: "off", connectionsMax: 1 });
    const delivery = await nowhere.send(testMail(), AbortSignal.timeout(10_000));
    expect(delivery).toEqual({
      kind: "retry",
      reason: expect.stringMatching(/^no connection: /),
    });
    nowhere.close();
  });
});

test("a server that turns everybody away is an operator's matter", async ({ expect }) => {
  const delivery = await sendToRaw((socket) => socket.end("554 5.7.1 Blocked\r\n"));
  expect(delivery).toEqual({
    kind: "misconfigured",
    reason: "answered 554 5.7.1",
    said: "554 5.7.1 Blocked",
  });
});
