import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo, type Server, createServer as createSocketServer } from "node:net";
import { describe, test } from "vitest";
import { createHttpApi } from "../../src/email/http-api.ts";
import type { Delivery } from "../../src/email/provider.ts";

/** Long enough for a busy machine where an answer comes, short where none does. */
const ANSWER_MS = 10_000;
const STALL_MS = 200;
const mail = {
  messageId: "m1",
  from: { name: "Shop", address: "no-reply@shop.test" },
  replyTo: null,
  to: "ada@example.com",
  subject: "s",
  text: "t",
  html: "h",
};

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sendBy = (apiUrl: string, timeoutMs = ANSWER_MS): Promise<Delivery> =>
  createHttpApi({ apiUrl, apiKey: "key" })(mail, AbortSignal.timeout(timeoutMs));

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
  expect(result).toEqual({ delivery: { kind: "accepted" }, requests: 1 });
  expect(await sendToWriter("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")).toEqual({
    kind: "accepted",
  });
});

describe("a mail is tried again, at its deadline, when the answer", () => {
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
    expect(delivery).toMatchObject({ kind: "retry", reason: expect.stringMatching(/./) });
    expect(delivery).not.toHaveProperty("afterMs");
    expect(requests).toBeLessThanOrEqual(1);
  });
});

describe("a mail is tried again, and was sent once, when the answer", () => {
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
    expect(delivery).toMatchObject({ kind: "retry", reason: expect.stringMatching(/./) });
    expect(requests).toBe(1);
  });

  test.for([
    ["is no HTTP", "220 mail ESMTP\r\n"],
    ["is empty", ""],
    ["has broken chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"],
    ["changes the protocol", "HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"],
  ] as const)("%s", async ([, bytes], { expect }) => {
    expect(await sendToWriter(bytes)).toMatchObject({ kind: "retry" });
  });
});

test.for(["http://127.0.0.1:1", "http://nowhere.invalid"])(
  "a mail is tried again when nobody listens at %s",
  async (apiUrl, { expect }) => {
    expect(await sendBy(apiUrl)).toMatchObject({
      kind: "retry",
      reason: expect.stringMatching(/^no answer: /),
    });
  },
);

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
      expect(delivery.kind).toBe("retry");
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

describe("what is no 2xx is no acceptance", () => {
  test.for([300, 304, 305, 306, 399])("%i", async (status, { expect }) => {
    const { delivery } = await sendTo((_, response) => response.writeHead(status).end());
    expect(delivery).toMatchObject({ kind: "retry" });
  });

  test.for([600, 999])("%i", async (status, { expect }) => {
    const answer = `HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`;
    expect(await sendToWriter(answer)).toMatchObject({ kind: "retry" });
  });
});
