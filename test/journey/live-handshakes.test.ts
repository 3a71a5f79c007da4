import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, test } from "vitest";
import { LIVE_ORIGIN, type LiveService, startLiveService } from "../support/live-service.ts";
import { askForTicket } from "../support/live.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";
import { exchange, rawRequest, statusOf } from "../support/raw-http.ts";

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

const HANDSHAKE = [
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
];
const newKey = (): string => `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`;
/** A handshake as it goes over the wire. */
const handshake = (path: string, ...fields: string[]): string =>
  [`GET ${path} HTTP/1.1`, ...HANDSHAKE, newKey(), ...fields, "", ""].join("\r\n");

describe.each(RUNTIMES)("on %s", (runtime) => {
  let service: LiveService;
  beforeAll(async () => {
    service = await startLiveService(runtime, mock, { LIVE_CONNECTIONS_PER_USER: "5" });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test("what asks for no WebSocket is answered, and what asks elsewhere is answered as ever", async ({
    expect,
  }) => {
    const { person, tokens } = await service.signIn();
    const plain = await service.request("/live");
    expect([plain.status, plain.headers.get("sec-websocket-version")]).toEqual([426, "13"]);
    for (const fields of [
      ["Sec-WebSocket-Key: x"],
      ["Sec-WebSocket-Version: 8", newKey()],
      [],
      ["Upgrade: h2c", newKey()],
    ]) {
      const all = ["Host: 127.0.0.1", "Upgrade: websocket", ...fields];
      const answer = await exchange(service.url, rawRequest("GET /live HTTP/1.1", all));
      expect([statusOf(answer), answer.includes('"upgrade_required"')]).toEqual([426, true]);
    }
    const elsewhere = await exchange(
      service.url,
      handshake("/users/me").replace("Connection: Upgrade", "Connection: upgrade, close"),
    );
    expect(statusOf(elsewhere)).toBe(401);
    expect(elsewhere).toContain('"invalid_credentials"');
    expect(elsewhere).toMatch(/^x-content-type-options: nosniff\r$/im);
    const upgrade = { connection: "upgrade", upgrade: "h2c" };
    const h2c = rawRequest("GET /health/live HTTP/1.1", [
      "Host: 127.0.0.1",
      ...Object.entries(upgrade).map((pair) => pair.join(": ")),
    ]);
    expect(statusOf(await exchange(service.url, h2c))).toBe(200);
    const body = JSON.stringify({ email: person.email, password: "not the password" });
    const posted = rawRequest(
      "POST /sessions HTTP/1.1",
      [...HANDSHAKE, "Content-Type: application/json", `Content-Length: ${body.length}`],
      body,
    ).replace("Connection: Upgrade\r\n", "");
    expect(statusOf(await exchange(service.url, posted))).toBe(401);
    await using page = await service.listen(tokens);
    await page.hello();
  });

  test("two thousand handshakes that are broken off leave nothing behind", async ({ expect }) => {
    const { tokens } = await service.signIn();
    const count = (): number => readdirSync(`/proc/${service.pid}/fd`).length;
    await service.request("/health/ready");
    const before = count();
    const breakOff = (text: string): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname, () =>
        socket.write(text, () => socket.destroy()),
      );
      socket.once("close", () => resolve());
      socket.on("error", () => {});
      return promise;
    };
    const origin = `Origin: ${LIVE_ORIGIN}`;
    for (let round = 0; round < 20; round++) {
      const tickets = await Promise.all(
        Array.from({ length: 5 }, () => askForTicket(service, tokens)),
      );
      const whole = tickets.map((ticket) => handshake(`/live?ticket=${ticket}`, origin));
      const texts = [
        ...whole,
        ...Array.from({ length: 35 }, () => handshake("/live?ticket=x", origin)),
        ...Array.from({ length: 30 }, () => handshake("/live").slice(0, 120)),
        ...Array.from({ length: 30 }, () => "GET /live HTTP/1.1\r\n"),
      ];
      await Promise.all(texts.map(breakOff));
    }
    await expect.poll(count, { timeout: 20_000 }).toBeLessThanOrEqual(before + 5);
    // All places of the account are free.
    await using stack = new AsyncDisposableStack();
    for (let i = 0; i < 5; i++)
      await expect
        .poll(async () => {
          const page = await service.listen(tokens).catch(() => null);
          if (page) await stack.use(page).hello();
          return page !== null;
        })
        .toBe(true);
  });
});
