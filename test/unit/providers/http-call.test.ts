import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo, type Server, createServer as createSocketServer } from "node:net";
import { createServer as createTlsServer } from "node:https";
import { describe, test } from "vitest";
import { selfSigned } from "../../support/self-signed.ts";
import { createHttpSender } from "../../../src/email/http-call.ts";
import type { Delivery } from "../../../src/outbound/delivery.ts";
import { testMail } from "../../support/provider-api.ts";

/** Long enough for a busy machine where an answer comes, short where none does. */
const ANSWER_MS = 10_000;
const STALL_MS = 200;
async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sendBy = (apiUrl: string, timeoutMs = ANSWER_MS): Promise<Delivery> =>
  createHttpSender({
    request: () => ({ url: `${apiUrl}/v1/messages`, headers: { "x-key": "key" }, body: "{}" }),
    judge: () => undefined,
  })(testMail(), AbortSignal.timeout(timeoutMs));

/** One send to a real server; also how many requests came. */
async function sendTo(
  listener: RequestListener,
  timeoutMs = ANSWER_MS,
): Promise<{ delivery: Delivery; requests: number }> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    listener(request, response);
  });
  try {
    return { delivery: await sendBy(await listen(server), timeoutMs), requests };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** One send to a server that writes these bytes for whatever comes, and hangs up. */
async function sendToWriter(bytes: string): Promise<Delivery> {
  const server = createSocketServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(bytes));
  });
  try {
    return await sendBy(await listen(server));
  } finally {
    server.close();
  }
}

test("a whole answer in time is an acceptance (control)", async ({ expect }) => {
  const result = await sendTo((_, response) => response.writeHead(202).end("{}"));
  expect(result).toEqual({ delivery: { kind: "accepted", said: "{}" }, requests: 1 });
  expect(await sendToWriter("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")).toEqual({
    kind: "accepted",
  });
});

test("an answer that does not end fills no memory, and is taken by its status", async ({
  expect,
}) => {
  let bytes = 0;
  const chunk = Buffer.alloc(65_536, "x");
  const { delivery } = await sendTo((_, response) => {
    response.writeHead(202).on("drain", write);
    function write(): void {
      bytes += chunk.length;
      if (!response.destroyed && response.write(chunk)) setImmediate(write);
    }
    write();
  });
  expect(delivery.kind).toBe("accepted");
  expect(bytes).toBeLessThan(32 * 1_048_576);
});

describe("a mail may have been accepted, and is tried again, at its deadline, when the answer", () => {
  const stalls: Record<string, RequestListener> = {
    "never comes": () => {},
    "ends at its status line": (_, response) => response.flushHeaders(),
    "stalls within its body": (_, response) =>
      response.writeHead(202, { "content-length": "10" }).write("{"),
    "stalls within the body of a refusal": (_, response) =>
      response.writeHead(422, { "content-length": "10" }).write("{"),
  };

  test.for(Object.entries(stalls))("%s", async ([, listener], { expect }) => {
    const { delivery, requests } = await sendTo(listener, STALL_MS);
    expect(delivery).toEqual({ kind: "retry", reason: "no answer in time", isUnclear: true });
    expect(requests).toBeLessThanOrEqual(1);
  });
});

describe("a mail may have been accepted, is tried again, and was sent once, when the answer", () => {
  const faults: Record<string, RequestListener> = {
    "breaks off within its body": (request, response) =>
      response
        .writeHead(202, { "content-length": "10" })
        .write("{", () => request.socket.destroy()),
    "is cut before its first byte": (request) => request.socket.destroy(),
    "is no gzip, but says it is": (_, response) =>
      response.writeHead(202, { "content-encoding": "gzip" }).end("plain"),
  };

  test.for(Object.entries(faults))("%s", async ([, listener], { expect }) => {
    const { delivery, requests } = await sendTo(listener);
    expect(delivery).toEqual({
      kind: "retry",
      reason: expect.stringMatching(/^no answer: ./),
      isUnclear: true,
    });
    expect(requests).toBe(1);
  });

  test.for([
    ["is no HTTP", "220 mail ESMTP\r\n"],
    ["is empty", ""],
    ["has broken chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"],
    ["changes the protocol", "HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"],
  ] as const)("%s", async ([, bytes], { expect }) => {
    expect(await sendToWriter(bytes)).toMatchObject({ kind: "retry", isUnclear: true });
  });
});

test("nobody there has accepted a mail: it is tried again", async ({ expect }) => {
  const gone = createServer();
  const closed = await listen(gone);
  gone.close();
  await once(gone, "close");
  for (const apiUrl of [closed, "http://nowhere.invalid"])
    expect(await sendBy(apiUrl)).toEqual({
      kind: "retry",
      reason: expect.stringMatching(/^no connection: (ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/),
    });
});

test("a certificate that nobody vouches for is an operator's matter, and no mail is sent", async ({
  expect,
}) => {
  let requests = 0;
  const server = createTlsServer(await selfSigned(), (_, response) => {
    requests++;
    response.end();
  });
  try {
    const apiUrl = (await listen(server)).replace("http:", "https:");
    expect(await sendBy(apiUrl)).toEqual({
      kind: "misconfigured",
      reason: "its certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    expect(requests).toBe(0);
  } finally {
    server.close();
  }
});

test.for([301, 302, 303, 307, 308])(
  "a redirect (%i) is not followed: neither key nor mail reach another server",
  async (status, { expect }) => {
    let strangers = 0;
    const stranger = createServer((_, response) => {
      strangers++;
      response.end();
    });
    const location = `${await listen(stranger)}/v1/messages`;
    try {
      const { delivery, requests } = await sendTo((_, response) =>
        response.writeHead(status, { location }).end(),
      );
      expect(delivery).toEqual({ kind: "misconfigured", reason: `answered ${status}` });
      expect(requests).toBe(1);
      expect(strangers).toBe(0);
      await fetch(location);
      expect(strangers).toBe(1);
    } finally {
      stranger.closeAllConnections();
      stranger.close();
    }
  },
);

test.for([600, 999])(
  "a status that does not exist (%i) is no acceptance",
  async (status, { expect }) => {
    const answer = `HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`;
    expect(await sendToWriter(answer)).toMatchObject({ kind: "retry" });
  },
);
