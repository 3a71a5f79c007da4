import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, test, vi } from "vitest";
import { createHttpApi } from "../../src/email/http-api.ts";
import type { Delivery } from "../../src/email/provider.ts";

const API_URL = "http://email-api.test";
const API_KEY = "key-of-the-shop";
const mail = {
  messageId: "0192f0c1-message",
  from: { name: "Shop", address: "no-reply@shop.test" },
  replyTo: null,
  to: "ada@example.com",
  subject: "Your Shop activation code",
  text: "0420",
  html: "<p>0420 é</p>",
};

const provider = setupServer();

beforeAll(() => {
  provider.listen({ onUnhandledFrame: "error" });
});
afterEach(() => {
  provider.resetHandlers();
});
afterAll(() => {
  provider.close();
});

/** One send to a provider that answers as given, with every request that left this process. */
async function sendTo(
  answer: () => Response,
  apiUrl = API_URL,
): Promise<{ delivery: Delivery; requests: Request[] }> {
  const requests: Request[] = [];
  provider.use(
    http.all("*", ({ request }) => {
      requests.push(request.clone());
      return answer();
    }),
  );
  const delivery = await createHttpApi({ apiUrl, apiKey: API_KEY })(
    mail,
    AbortSignal.timeout(5000),
  );
  return { delivery, requests };
}

const answering =
  (status: number, headers: Record<string, string> = {}) =>
  (): Response =>
    new HttpResponse(null, { status, headers });

describe("a mail is accepted", () => {
  test.for([200, 201, 202, 203, 204, 206, 299])("at the answer %i", async (status, { expect }) => {
    const { delivery, requests } = await sendTo(answering(status));
    expect(delivery).toEqual({ kind: "accepted" });
    expect(requests).toHaveLength(1);
  });

  test.for(["", "{", "<html>", '{"error":"none"}'])(
    "whatever the body %j is",
    async (body, { expect }) => {
      const { delivery } = await sendTo(() => new HttpResponse(body, { status: 202 }));
      expect(delivery).toEqual({ kind: "accepted" });
    },
  );
});

describe("a mail is tried again later, and not at once", () => {
  test.for([401, 403, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504, 599])(
    "at the answer %i",
    async (status, { expect }) => {
      const { delivery, requests } = await sendTo(answering(status));
      expect(delivery).toEqual({ kind: "retry", reason: `answered ${status}` });
      expect(requests).toHaveLength(1);
    },
  );

  test.for([401, 429, 500, 503])(
    "not before the time that the answer %i asks for",
    async (status, { expect }) => {
      const { delivery } = await sendTo(answering(status, { "retry-after": "7" }));
      expect(delivery).toEqual({ kind: "retry", reason: `answered ${status}`, afterMs: 7000 });
    },
  );

  test("when the connection fails", async ({ expect }) => {
    const { delivery, requests } = await sendTo(() => HttpResponse.error());
    expect(delivery).toMatchObject({
      kind: "retry",
      reason: expect.stringMatching(/^no answer: ./),
    });
    expect(requests).toHaveLength(1);
  });
});

describe("a mail is given up", () => {
  test.for([400, 402, 405, 410, 413, 415, 422, 451])(
    "at the answer %i",
    async (status, { expect }) => {
      const { delivery, requests } = await sendTo(answering(status, { "retry-after": "7" }));
      expect(delivery).toEqual({ kind: "rejected", reason: `answered ${status}` });
      expect(requests).toHaveLength(1);
    },
  );
});

test.for([200, 422, 500])(
  "the outcome of %i repeats nothing of what the provider says or was sent",
  async (status, { expect }) => {
    const { delivery } = await sendTo(() =>
      HttpResponse.json({ error: `${mail.to} ${mail.text} ${API_KEY}` }, { status }),
    );
    expect(JSON.stringify(delivery)).not.toMatch(/ada@|0420|key-of-the-shop|email-api/);
  },
);

describe("the one request of a mail", () => {
  test("says who sends, which message it is, and the mail; nothing else", async ({ expect }) => {
    const { requests } = await sendTo(answering(202));
    const [request] = requests;
    expect(request?.method).toBe("POST");
    expect(request?.url).toBe(`${API_URL}/v1/messages`);
    expect(request?.headers.get("authorization")).toBe(`Bearer ${API_KEY}`);
    expect(request?.headers.get("idempotency-key")).toBe(mail.messageId);
    expect(request?.headers.get("content-type")).toMatch(/^application\/json/);
    const { to, subject, text, html } = mail;
    const from = '"Shop" <no-reply@shop.test>';
    expect(await request?.json()).toEqual({ from, to, subject, text, html });
    expect(requests).toHaveLength(1);
  });

  test.for([
    [`${API_URL}/`, "/v1/messages"],
    [`${API_URL}///`, "/v1/messages"],
    [`${API_URL}/eu`, "/eu/v1/messages"],
    [`${API_URL}/eu/`, "/eu/v1/messages"],
  ] as const)("to %s goes to %s", async ([apiUrl, path], { expect }) => {
    const { requests } = await sendTo(answering(202), apiUrl);
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([path]);
  });
});

test("a request that no test expects fails, and reaches no network", async ({ expect }) => {
  // msw says on the console what came; that is wanted here, and only here.
  vi.mocked(console.error).mockImplementation(() => {});
  await expect(fetch(`${API_URL}/unexpected`)).rejects.toThrow(TypeError);
  const send = createHttpApi({ apiUrl: API_URL, apiKey: API_KEY });
  expect(await send(mail, AbortSignal.timeout(5000))).toMatchObject({ kind: "retry" });
  vi.mocked(console.error).mockClear();
  expect((await sendTo(answering(202))).delivery.kind).toBe("accepted");
});
