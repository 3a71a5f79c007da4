import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, test } from "vitest";
import { backoffMs } from "../../src/email/backoff.ts";
import { createHttpApi, readRetryAfterMs } from "../../src/email/http-api.ts";
import { activationCodeMail, alreadyRegisteredMail } from "../../src/email/messages.ts";
import type { Delivery } from "../../src/email/provider.ts";

const mail = {
  messageId: "m1",
  from: "a@b.example",
  to: "c@d.example",
  subject: "s",
  text: "t",
  html: "h",
};

/** One send to a provider that answers as given; also how many requests came. */
async function sendTo(
  listener: RequestListener,
): Promise<{ delivery: Delivery; requests: number }> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    listener(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}/`;
  const delivery = await createHttpApi({ apiUrl, apiKey: "key", timeoutMs: 200 })(mail);
  server.closeAllConnections();
  server.close();
  return { delivery, requests };
}

describe("the HTTP provider", () => {
  test.for([200, 201, 202, 204])("%i is an acceptance", async (status, { expect }) => {
    const { delivery } = await sendTo((_, response) => response.writeHead(status).end());
    expect(delivery).toEqual({ kind: "accepted" });
  });

  test.for([401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504, 302])(
    "%i is worth another try, by the queue and not at once",
    async (status, { expect }) => {
      const { delivery, requests } = await sendTo((_, response) =>
        response.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end(),
      );
      expect(delivery.kind).toBe("retry");
      expect(requests).toBe(1);
    },
  );

  test.for([400, 410, 413, 422])("%i is final", async (status, { expect }) => {
    const { delivery } = await sendTo((_, response) => response.writeHead(status).end());
    expect(delivery).toEqual({ kind: "rejected", reason: `answered ${status}` });
  });

  test("says who we are, what it is, and its key once", async ({ expect }) => {
    const seen: unknown[] = [];
    await sendTo((request, response) => {
      const { authorization, "idempotency-key": key } = request.headers;
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        const { messageId: _, ...sent } = mail;
        seen.push(request.url, authorization, key, JSON.parse(body), sent);
        response.writeHead(202).end();
      });
    });
    expect(seen.slice(0, 3)).toEqual(["/v1/messages", "Bearer key", "m1"]);
    expect(seen[3]).toEqual(seen[4]);
  });

  test("passes on when to come again", async ({ expect }) => {
    const { delivery } = await sendTo((_, response) =>
      response.writeHead(429, { "retry-after": "7" }).end(),
    );
    expect(delivery).toMatchObject({ kind: "retry", afterMs: 7000 });
  });

  test("no answer, and an answer that never ends, are given up in time", async ({ expect }) => {
    const silent = await sendTo(() => {});
    expect(silent.delivery.kind).toBe("retry");
    const stalled = await sendTo((_, response) => {
      response.writeHead(202, { "content-length": "10" }).write("{");
    });
    expect(stalled.delivery.kind).toBe("retry");
    const cut = await sendTo((request) => request.socket.destroy());
    expect(cut.delivery).toMatchObject({ kind: "retry" });
  });
});

test("Retry-After is read in both forms, an hour at most", ({ expect }) => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(readRetryAfterMs("7", now)).toBe(7000);
  expect(readRetryAfterMs("Thu, 01 Jan 2026 00:00:30 GMT", now)).toBe(30_000);
  expect(readRetryAfterMs("Wed, 31 Dec 2025 00:00:00 GMT", now)).toBe(0);
  expect(readRetryAfterMs("999999", now)).toBe(3_600_000);
  expect(readRetryAfterMs("soon", now)).toBeUndefined();
  expect(readRetryAfterMs(null, now)).toBeUndefined();
});

test("the wait doubles to a minute, with jitter, and is never shorter than asked", ({ expect }) => {
  const random = fc.double({ min: 0, max: 0.999, noNaN: true });
  for (const [failed, draw, asked] of fc.sample(
    fc.tuple(fc.nat(30), random, fc.nat(3_600_000)),
    1000,
  )) {
    const step = Math.min(1000 * 2 ** failed, 60_000);
    expect(backoffMs(failed, draw)).toBeGreaterThanOrEqual(step / 2);
    expect(backoffMs(failed, draw)).toBeLessThanOrEqual(step);
    expect(backoffMs(failed, draw, asked)).toBeGreaterThanOrEqual(asked);
  }
});

describe("messages", () => {
  const productName = `<img src=x onerror=alert(1)>"'&`;
  test("have the code alone on a line, and not in the subject", ({ expect }) => {
    const { subject, text, html } = activationCodeMail({
      productName: "Shop",
      code: "0420",
      ttlMs: 60_000,
    });
    expect(text.split("\n")).toContain("0420");
    expect(html).toContain(">0420<");
    expect(subject).not.toContain("0420");
    expect(text).toContain("one minute");
  });

  test("escape what they are given", ({ expect }) => {
    for (const { html } of [
      activationCodeMail({ productName, code: "1234", ttlMs: 90_000 }),
      alreadyRegisteredMail({ productName }),
    ]) {
      expect(html).not.toContain("<img");
      expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;");
    }
  });
});
