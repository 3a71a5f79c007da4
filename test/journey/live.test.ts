import { afterAll, beforeAll, describe, test } from "vitest";
import { activate, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { askForTicket, liveUrl, openWebSocket } from "../support/live.ts";
import {
  type MailMock,
  RUNTIMES,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { openSession } from "../support/session.ts";

const ORIGIN = "https://shop.test";
let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("a page is told of a newcomer", async ({ expect }) => {
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: mock.url,
      CORS_ORIGINS: ORIGIN,
    });
    const client = clientOf(service);
    const arrive = async () => {
      const person = newPerson();
      await register(client, person);
      const code = /\b\d{4}\b/.exec((await mock.mailTo(person.email)).text)?.[0] ?? "";
      const r = await activate(client, person, code);
      expect(r.status).toBe(200);
      return person;
    };
    const person = await arrive();
    const tokens = await openSession(client, person);
    const ticket = await askForTicket(client, tokens);
    await using live = await openWebSocket(liveUrl(service, { ticket, after: "0" }), {
      origin: ORIGIN,
    });
    await arrive();
    const [, told] = await live.noticed(2);
    expect(told).toMatchObject({
      event: "activated",
      email: expect.stringMatching(/^.\*\*\*@e\*\*\*\.com$/),
    });
    service.kill("SIGTERM");
    expect(await live.ended).toBe(1001);
    expect(await service.exited).toBe(0);
  });
});
