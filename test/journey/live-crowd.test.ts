import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, test } from "vitest";
import { withRedis } from "../support/live-flood.ts";
import { type LiveService, readMetric, startLiveService } from "../support/live-service.ts";
import type { WebSocketClient } from "../support/live.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";
import { residentBytes } from "../support/resident-bytes.ts";

const MB = 1_048_576;
const PAGES = 1000;
const AT_ONCE = 50;
const SLOW = 20;
const NOTICES = 40;
const NOTICE_BYTES = 500_000;
const FRAGMENTS = 1_000_000;
const SENDERS = 20;

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

/** Opens so many pages of one account, some at a time. */
async function openPages(
  service: LiveService,
  count: number,
  stack: AsyncDisposableStack,
): Promise<WebSocketClient[]> {
  const { tokens } = await service.signIn();
  const pages: WebSocketClient[] = [];
  while (pages.length < count) {
    const wave = Array.from({ length: Math.min(AT_ONCE, count - pages.length) }, () =>
      service.listen(tokens),
    );
    for (const page of await Promise.all(wave)) pages.push(stack.use(page));
  }
  return pages;
}

// What more there are of them is measured by test/bench/live.ts.
describe.each(RUNTIMES)("on %s", (runtime) => {
  let service: LiveService;
  beforeAll(async () => {
    service = await startLiveService(runtime, mock, {
      LIVE_CONNECTIONS_PER_USER: String(PAGES),
      LIVE_CONNECTIONS_PER_IP: String(PAGES),
    });
    // What the first ones load is no growth.
    await using stack = new AsyncDisposableStack();
    await openPages(service, AT_ONCE, stack);
    await service.arrive();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test("a thousand pages that wait cost little, are all told, and others are served meanwhile", async ({
    expect,
  }) => {
    const before = residentBytes(service);
    await using stack = new AsyncDisposableStack();
    const pages = await openPages(service, PAGES, stack);
    expect((await service.request("/health/ready")).status).toBe(200);
    await service.arrive();
    const told = await Promise.all(pages.map((page) => page.noticed(1)));
    expect(new Set(told.map(([notice]) => notice?.id)).size).toBe(1);
    expect(residentBytes(service) - before).toBeLessThan(150 * MB);
  });

  test("pages that do not read cost no memory of what they would have been told", async ({
    expect,
  }) => {
    await using stack = new AsyncDisposableStack();
    const [good, ...slow] = await openPages(service, SLOW + 1, stack);
    if (!good) throw new Error("no page was opened");
    const seen = good.notices().length;
    const before = residentBytes(service);
    for (const { socket } of slow) socket.pause();
    let most = 0;
    await withRedis(async (redis) => {
      for (let i = 1; i <= NOTICES; i++) {
        const fields = ["event", "large", "email", "x".repeat(NOTICE_BYTES)];
        await redis.xadd(service.streamKey, "*", ...fields);
        // Whoever reads is told all of it (control).
        await good.noticed(seen + i);
        most = Math.max(most, residentBytes(service) - before);
      }
      await redis.xtrim(service.streamKey, "MAXLEN", 0);
    });
    expect(most).toBeLessThan((SLOW * NOTICES * NOTICE_BYTES) / 2);
    await expect
      .poll(() => readMetric(service, "latchkey_live_closed_total", 'reason="slow"'))
      .toBe(SLOW);
  });

  test("a million fragments of a byte close those who send them, and are not kept", async ({
    expect,
  }) => {
    await using stack = new AsyncDisposableStack();
    const [good, ...senders] = await openPages(service, SENDERS + 1, stack);
    if (!good) throw new Error("no page was opened");
    const before = residentBytes(service);
    // As they go over the wire: a library that sends them one by one takes longer than the service.
    const begin = Buffer.from([0x01, 0x81, 0, 0, 0, 0, 0x78]);
    const more = Buffer.from([0x00, 0x81, 0, 0, 0, 0, 0x78]);
    const rest = Buffer.concat(Array.from({ length: FRAGMENTS / SENDERS - 1 }, () => more));
    for (const { socket } of senders) {
      const wire = Reflect.get(socket, "_socket") as Socket;
      wire.write(begin);
      wire.write(rest);
    }
    const ends = await Promise.all(senders.map(({ ended }) => ended));
    expect(ends.filter((code) => code === 1000 || code === 1005)).toEqual([]);
    expect(residentBytes(service) - before).toBeLessThan(150 * MB);
    // A few are one message, which is ignored as any other is (control).
    for (const fin of [false, false, true]) good.socket.send("x", { fin });
    const seen = good.notices().length;
    await service.arrive();
    expect((await good.noticed(seen + 1)).length).toBeGreaterThan(seen);
  });
});
