import { describe, test, vi } from "vitest";
import {
  type JsonTemplate,
  STANDARD_BODY,
  STANDARD_HEADERS,
} from "../../../src/email/json-template.ts";
import type { SendMail } from "../../../src/email/provider.ts";
import { createHttpApi } from "../../../src/email/providers/http-api.ts";
import {
  answering,
  interceptProvider,
  testMail,
  wholeRequest,
} from "../../support/provider-api.ts";

const API_URL = "http://email-api.test";
const API_KEY = "key-of-the-shop";
const FROM = String.raw`"Café \"Shop\", Inc <x@y.test>" <no-reply@shop.test>`;

const provider = interceptProvider();

type Given = {
  apiUrl?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: JsonTemplate;
};

const httpApi = (given: Given = {}): SendMail =>
  createHttpApi({
    apiUrl: API_URL,
    path: "/v1/messages",
    apiKey: API_KEY,
    headers: STANDARD_HEADERS,
    body: STANDARD_BODY,
    ...given,
  });

describe("a mail is accepted", () => {
  test.for([200, 201, 202, 203, 204, 206, 299])("at the answer %i", async (status, { expect }) => {
    const { delivery, requests } = await provider.sendTo(httpApi(), answering(status));
    expect(delivery).toEqual({ kind: "accepted" });
    expect(requests).toHaveLength(1);
  });

  test.for(["", "{", "<html>", '{"error":"none"}'])(
    "whatever the body %j is",
    async (body, { expect }) => {
      const { delivery } = await provider.sendTo(httpApi(), answering(202, body));
      expect(delivery).toEqual({ kind: "accepted", ...(body && { said: body }) });
    },
  );
});

describe("what is no acceptance is", () => {
  test.for([
    ["rejected", [400, 413, 415, 422]],
    ["misconfigured", [300, 301, 302, 304, 307, 399]],
    ["misconfigured", [401, 402, 403, 404, 405, 406, 410, 418, 426, 431, 451]],
    ["retry", [408, 409, 425, 429, 500, 501, 503, 521, 599]],
  ] as const)("%s at the answers %j", async ([kind, statuses], { expect }) => {
    for (const status of statuses) {
      const { delivery, requests } = await provider.sendTo(httpApi(), answering(status));
      expect(delivery).toEqual({ kind, reason: `answered ${status}` });
      expect(requests).toHaveLength(1);
    }
  });

  test.for([502, 504, 520, 524])(
    "unclear at the answer %i of a gateway: the one behind it may have accepted",
    async (status, { expect }) => {
      const { delivery } = await provider.sendTo(httpApi(), answering(status));
      expect(delivery).toEqual({ kind: "retry", reason: `answered ${status}`, isUnclear: true });
    },
  );

  test.for([429, 500, 502, 503])(
    "not to be tried before the time that the answer %i asks for",
    async (status, { expect }) => {
      const headers = { "retry-after": "7" };
      const { delivery } = await provider.sendTo(httpApi(), answering(status, "", headers));
      expect(delivery).toMatchObject({ kind: "retry", afterMs: 7000 });
      const date = { "retry-after": new Date(Date.now() + 60_000).toUTCString() };
      const later = await provider.sendTo(httpApi(), answering(status, "", date));
      expect(later.delivery).toMatchObject({ afterMs: expect.toSatisfy((ms) => ms > 50_000) });
    },
  );
});

test("a provider's words are kept for the one who asks, short and on one line, and nowhere else", async ({
  expect,
}) => {
  const mail = testMail();
  for (const status of [200, 422, 500]) {
    const words = `\u001b[2J${mail.to}\n ${API_KEY} 0420 ${"x".repeat(1000)}`;
    const { delivery } = await provider.sendTo(httpApi(), answering(status, words), mail);
    const { said, ...rest } = delivery;
    expect(JSON.stringify(rest)).not.toMatch(/ada@|0420|key-of-the-shop|email-api/);
    expect(said).toMatch(/^\[2Jada@example.com key-of-the-shop 0420 x+$/);
    expect(said).toHaveLength(500);
  }
});

describe("the one request of a mail", () => {
  test("says who sends, which message it is, and the mail; nothing else", async ({ expect }) => {
    const mail = testMail();
    const { requests } = await provider.sendTo(httpApi(), answering(202), mail);
    const { to, subject, text, html } = mail;
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.get("content-type")).toBe("application/json");
    expect(await wholeRequest(requests[0])).toEqual({
      request: `POST ${API_URL}/v1/messages`,
      headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": mail.messageId },
      body: { from: FROM, to, subject, text, html },
    });
  });

  test("says where answers go, if that is set", async ({ expect }) => {
    const mail = testMail({ replyTo: "help@shop.test" });
    const { requests } = await provider.sendTo(httpApi(), answering(202), mail);
    expect(await requests[0]?.json()).toMatchObject({ reply_to: "help@shop.test" });
  });

  test("has the path, headers and body that an operator says, each value in its place", async ({
    expect,
  }) => {
    const mail = testMail();
    const send = httpApi({
      path: "/api/send?pool=a",
      headers: { "X-Token": "{{key}}", "Content-Type": "application/vnd.mail+json" },
      body: {
        sender: { name: "{{from_name}}", mail: "{{from_address}}" },
        recipients: [{ mail: "{{to}}" }],
        answers: ["{{reply_to}}"],
        content: { subject: "[{{message_id}}] {{subject}}", body: ["{{text}}", "{{html}}"] },
        track: false,
        weight: 1,
        none: null,
      },
    });
    const { requests } = await provider.sendTo(send, answering(202), mail);
    expect(requests[0]?.url).toBe(`${API_URL}/api/send?pool=a`);
    expect(requests[0]?.headers.get("x-token")).toBe(API_KEY);
    expect(requests[0]?.headers.get("content-type")).toBe("application/vnd.mail+json");
    // What a value itself has of braces is not filled in again.
    expect(await requests[0]?.json()).toEqual({
      sender: { name: mail.from.name, mail: mail.from.address },
      recipients: [{ mail: mail.to }],
      answers: [],
      content: { subject: `[${mail.messageId}] ${mail.subject}`, body: [mail.text, mail.html] },
      track: false,
      weight: 1,
      none: null,
    });
  });

  test.for([
    [`${API_URL}/`, "/v1/messages"],
    [`${API_URL}///`, "/v1/messages"],
    [`${API_URL}/eu`, "/eu/v1/messages"],
    [`${API_URL}/eu/`, "/eu/v1/messages"],
  ] as const)("to %s goes to %s", async ([apiUrl, path], { expect }) => {
    const { requests } = await provider.sendTo(httpApi({ apiUrl }), answering(202));
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([path]);
  });

  test.for([
    "a@x.test, b@x.test",
    "a@x.test;b@x.test",
    "a@x.test\r\nBcc: b@x.test",
    "A <a@x.test>",
    '"a,b"@x.test',
    "a@b@x.test",
    "a",
    "",
  ])("is not made when %j is not one address", async (to, { expect }) => {
    const { delivery, requests } = await provider.sendTo(
      httpApi(),
      answering(202),
      testMail({ to }),
    );
    expect(delivery).toEqual({ kind: "rejected", reason: "not one plain address" });
    expect(requests).toEqual([]);
  });
});

test("a request that no test expects fails, and reaches no network", async ({ expect }) => {
  // msw says on the console what came; that is wanted here, and only here.
  vi.mocked(console.error).mockImplementation(() => {});
  await expect(fetch(`${API_URL}/unexpected`)).rejects.toThrow(TypeError);
  expect(await httpApi()(testMail(), AbortSignal.timeout(5000))).toMatchObject({ kind: "retry" });
  vi.mocked(console.error).mockClear();
  expect((await provider.sendTo(httpApi(), answering(202))).delivery.kind).toBe("accepted");
});
