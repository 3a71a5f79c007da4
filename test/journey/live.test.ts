import { afterAll, beforeAll, describe, test } from "vitest";
import { type LiveService, readMetric, startLiveService } from "../support/live-service.ts";
import { openEvents } from "../support/live.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";
import { withRedis } from "../support/live-flood.ts";
import { bearer } from "../support/session.ts";

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

describe.each(RUNTIMES)("on %s", (runtime) => {
  let service: LiveService;
  beforeAll(async () => {
    service = await startLiveService(runtime, mock);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test("every open page on every instance is told of a newcomer, by no more than two letters", async ({
    expect,
  }) => {
    await using other = await service.startAnother();
    const { tokens } = await service.signIn();
    await using first = await service.listen(tokens);
    await using second = await openEvents(service, bearer(tokens));
    await using elsewhere = await other.listen(tokens);
    await using events = await openEvents(other, bearer(tokens));
    const person = await service.arrive();
    await other.arrive();
    const all = [first, second, elsewhere, events];
    const [told, ...others] = await Promise.all(all.map((page) => page.noticed(2)));
    for (const same of others) expect(same).toEqual(told);
    expect(told?.[0]).toEqual({
      type: "notice",
      id: expect.stringMatching(/^\d+-\d+$/) as string,
      event: "activated",
      email: `${person.email[0]}***@e***.com`,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    });
  });

  test("a page that comes back gets exactly what it missed, whichever instance it comes to", async ({
    expect,
  }) => {
    const first = await service.startAnother();
    const { tokens } = await service.signIn();
    await using page = await first.listen(tokens, { after: "0" });
    await using stream = await openEvents(first, bearer(tokens), { after: "0" });
    const { latest } = await page.hello();
    const seen = (latest === null ? [] : await page.noticed(latest)).length + 1;
    await first.arrive();
    const last = (await page.noticed(seen)).at(-1)?.id ?? "";
    first.kill("SIGTERM");
    expect(await Promise.all([page.ended, stream.ended])).toEqual([1001, "restarting"]);
    expect(await first.exited).toBe(0);
    await service.arrive();
    await service.arrive();
    await using second = await service.startAnother();
    await using back = await second.listen(tokens, { after: last });
    const resumed = { ...bearer(tokens), "last-event-id": last };
    await using again = await openEvents(second, resumed);
    await using all = await second.listen(tokens, { after: "0" });
    const missed = await back.noticed(2);
    expect(back.messages).toEqual([
      { type: "hello", latest: missed[1]?.id, complete: true },
      ...missed,
    ]);
    expect(await again.noticed(2)).toEqual(missed);
    expect((await all.noticed(seen + 2)).slice(seen)).toEqual(missed);
  });

  test("a reader who does not read is closed with 1013 and costs no other his notice", async ({
    expect,
  }) => {
    const { tokens } = await service.signIn();
    await using slow = await service.listen(tokens);
    await using good = await service.listen(tokens);
    slow.socket.pause();
    await withRedis(async (redis) => {
      for (let i = 0; i < 40; i++) {
        // More than the buffers of both systems hold.
        await redis.xadd(service.streamKey, "*", "event", "large", "email", "x".repeat(500_000));
        await good.noticed(i + 1);
      }
    });
    const closed = (): Promise<number> =>
      readMetric(service, "latchkey_live_closed_total", 'reason="slow"');
    slow.socket.resume();
    expect(await slow.ended).toBe(1013);
    await expect.poll(closed).toBe(1);
    const told = await service.arrive();
    expect((await good.noticed(41)).at(-1)?.email[0]).toBe(told.email[0]);
    await withRedis((redis) => redis.xtrim(service.streamKey, "MAXLEN", 1));
  });

  test("of what clients send 4 KB are ignored, and one byte more closes theirs with 1009", async ({
    expect,
  }) => {
    const { tokens } = await service.signIn();
    await using good = await service.listen(tokens);
    for (const size of [4097, 20_000_000]) {
      await using large = await service.listen(tokens);
      large.socket.send("x".repeat(size), () => {});
      expect(await large.ended).toBe(1009);
    }
    for (const data of ["x".repeat(4096), Buffer.alloc(4096), "{}"]) good.socket.send(data);
    await service.arrive();
    expect(await good.noticed(1)).toHaveLength(1);
    await expect
      .poll(() => readMetric(service, "latchkey_live_closed_total", 'reason="too_large"'))
      .toBe(2);
  });

  test("a Redis that is killed loses notices, and no page", async ({ expect }) => {
    await using redis = await startOwnRedis();
    await using own = await startLiveService(runtime, mock, { REDIS_URL: redis.url });
    const { tokens } = await own.signIn();
    await using page = await own.listen(tokens);
    await redis.kill();
    const refused = await own.request("/live/tickets", { method: "POST", headers: bearer(tokens) });
    expect(refused.status).toBe(503);
    expect((await own.request("/live/events", { headers: bearer(tokens) })).status).toBe(503);
    await redis.restart();
    await expect.poll(async () => (await fetch(`${own.url}/health/ready`)).status).toBe(200);
    const person = await own.arrive();
    expect((await page.noticed(1))[0]?.email[0]).toBe(person.email[0]);
  });

  test("at SIGTERM all pages are told and cut if they do not go, and the process ends with 0", async ({
    expect,
  }) => {
    const own = await startLiveService(runtime, mock, { LIVE_CONNECTIONS_PER_USER: "200" });
    const { tokens } = await own.signIn();
    const pages = await Promise.all(Array.from({ length: 50 }, () => own.listen(tokens)));
    const streams = await Promise.all(
      Array.from({ length: 10 }, () => openEvents(own, bearer(tokens))),
    );
    await using deaf = await own.listen(tokens);
    deaf.socket.pause();
    own.kill("SIGTERM");
    const ends = await Promise.all(pages.map(({ ended }) => ended));
    expect(new Set(ends)).toEqual(new Set([1001]));
    const goodbyes = await Promise.all(streams.map(({ ended }) => ended));
    expect(new Set(goodbyes)).toEqual(new Set(["restarting"]));
    expect(await own.exited).toBe(0);
  });
});
