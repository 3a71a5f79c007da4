import { afterAll, beforeAll, describe, test } from "vitest";
import { readMetric, startLiveService } from "../support/live-service.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";

/** Each is pinged twice a minute, and cut when its turn comes again. */
const TWO_PINGS_MS = 120_000;

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

// At once, because it is waiting and nothing else.
describe.concurrent("WebSockets are pinged", { timeout: TWO_PINGS_MS + 60_000 }, () => {
  test.for(RUNTIMES)("on %s, and whoever does not answer is cut", async (runtime, { expect }) => {
    await using service = await startLiveService(runtime, mock);
    const { tokens } = await service.signIn();
    // The first one's turn is the last.
    await using _first = await service.listen(tokens);
    await using good = await service.listen(tokens);
    await using deaf = await service.listen(tokens);
    let pings = 0;
    good.socket.on("ping", () => pings++);
    deaf.socket.pause();
    const wait = { timeout: TWO_PINGS_MS, interval: 500 };
    await expect.poll(() => pings, wait).toBe(2);
    await expect
      .poll(() => readMetric(service, "latchkey_live_closed_total", 'reason="unresponsive"'), wait)
      .toBe(1);
    deaf.socket.resume();
    expect(await deaf.ended).toBe(1006);
    await service.arrive();
    expect(await good.noticed(1)).toHaveLength(1);
  });
});
