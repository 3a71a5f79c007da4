import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { LIVE_ORIGIN, type LiveService, startLiveService } from "../support/live-service.ts";
import { Refused, askForTicket, liveUrl, openWebSocket } from "../support/live.ts";
import { openPageClient, signInByPage } from "../support/page-client.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";
import { bearer, sendAs } from "../support/session.ts";

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

describe.each(RUNTIMES)("on %s", (runtime) => {
  let service: LiveService;
  beforeAll(async () => {
    service = await startLiveService(runtime, mock, {
      COOKIES: "plain",
      LIVE_CONNECTIONS_PER_USER: "5",
      LIVE_CONNECTIONS_PER_IP: "6",
      PUBLIC_URL: "https://id.shop.test",
      PAGE_ORIGINS: "https://www.shop.test",
    });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const refusalOf = (
    query: Record<string, string>,
    headers: Record<string, string> = { origin: LIVE_ORIGIN },
  ): Promise<[number, string]> =>
    openWebSocket(liveUrl(service, query), headers).then(
      () => [101, ""],
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        return [error.status, (JSON.parse(error.body) as { code: string }).code];
      },
    );

  test("only pages of ours and of CORS_ORIGINS are let in, and a refused one leaves its ticket as it is", async ({
    expect,
  }) => {
    const { tokens } = await service.signIn();
    const ticket = await askForTicket(service, tokens);
    for (const origin of [
      "https://evil.test",
      "https://shop.test.evil.test",
      "https://evilshop.test",
      "https://sub.shop.test",
      "https://shop.test:444",
      "http://shop.test",
      "https://shop.test/",
      "https://SHOP.test",
      "https://shop.test https://evil.test",
      service.url,
      "null",
      "",
    ])
      expect(await refusalOf({ ticket }, { origin }), origin).toEqual([403, "cross_site"]);
    expect(await refusalOf({ ticket }, {})).toEqual([403, "cross_site"]);
    await using page = await openWebSocket(liveUrl(service, { ticket }), { origin: LIVE_ORIGIN });
    await page.hello();
    for (const origin of ["https://id.shop.test", "https://www.shop.test"]) {
      const own = { ticket: await askForTicket(service, tokens) };
      await using another = await openWebSocket(liveUrl(service, own), { origin });
      await another.hello();
    }
  });

  test("only a ticket of a session of this service opens it, once", async ({ expect }) => {
    await using stranger = await startLiveService(runtime, mock);
    const { person, tokens } = await service.signIn();
    const used = await askForTicket(service, tokens);
    await using page = await openWebSocket(liveUrl(service, { ticket: used }), {
      origin: LIVE_ORIGIN,
    });
    await page.hello();
    const ended = await service.signIn(person);
    const late = await askForTicket(service, ended.tokens);
    await sendAs(service, ended.tokens, "DELETE", "/sessions/current");
    const foreign = await askForTicket(stranger, (await stranger.signIn()).tokens);
    for (const ticket of ["", "x", randomBytes(32).toString("base64url"), used, late, foreign])
      expect(await refusalOf({ ticket })).toEqual([401, "invalid_ticket"]);
    expect(await refusalOf({})).toEqual([401, "invalid_ticket"]);
    const browser = openPageClient(service, "https://id.shop.test");
    await signInByPage(browser, person);
    const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
    for (const credentials of [{ cookie }, bearer(tokens)] as Record<string, string>[])
      expect(await refusalOf({}, { ...credentials, origin: LIVE_ORIGIN })).toEqual([
        401,
        "invalid_ticket",
      ]);
    await using again = await service.listen(tokens);
    await again.hello();
  });

  test("a page too many is refused, and there is room again when one is closed", async ({
    expect,
  }) => {
    const { tokens } = await service.signIn();
    await using stack = new AsyncDisposableStack();
    const first = await service.listen(tokens);
    for (let i = 0; i < 4; i++) stack.use(await service.listen(tokens));
    const ticket = await askForTicket(service, tokens);
    expect(await refusalOf({ ticket })).toEqual([429, "too_many_connections"]);
    await first[Symbol.asyncDispose]();
    await expect
      .poll(async () => {
        const next = await service.listen(tokens).catch(() => null);
        if (next) stack.use(next);
        return next !== null;
      })
      .toBe(true);
  });

  test("no line of the log tells of an address, a ticket or a cookie", async ({ expect }) => {
    const { person, tokens } = await service.signIn();
    const ticket = await askForTicket(service, tokens);
    await using page = await openWebSocket(liveUrl(service, { ticket }), { origin: LIVE_ORIGIN });
    await page.hello();
    await service.line(/"route":"\/live".*"status":101/);
    const log = service.lines.join("\n");
    for (const text of [person.email, ticket, tokens.access_token]) expect(log).not.toContain(text);
  });
});
