import { Agent, get } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { ambiguousRequests, isHidden, twoRequests } from "../support/ambiguous-requests.ts";
import { json } from "../support/answer.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { type Fleet, startFleet } from "../support/fleet.ts";
import { askForTicket, liveUrl, openWebSocket } from "../support/live.ts";
import { type OwnRedis, startOwnRedis } from "../support/own-redis.ts";
import { RUNTIMES, clientOf } from "../support/processes.ts";
import { exchange, statusOf } from "../support/raw-http.ts";
import { openSession } from "../support/session.ts";

const ORIGIN = "https://shop.test";
const ANSWER = /HTTP\/1\.1 \d{3} /g;

describe.each(RUNTIMES)("behind HAProxy, on %s", (runtime) => {
  let redis: OwnRedis;
  let fleet: Fleet;
  beforeAll(async () => {
    redis = await startOwnRedis();
    fleet = await startFleet({
      runtime,
      databaseUrl: await createDatabase(),
      redisUrl: redis.url,
      environment: { LIMITS: "off", CORS_ORIGINS: ORIGIN },
    });
  });
  afterAll(async () => {
    await fleet[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  /** What the instances logged of requests, but for those of HAProxy itself; all that came before is in it. */
  let looks = 0;
  async function requestsSoFar(): Promise<string[]> {
    looks++;
    const requests = fleet.instances.map(async ({ url, lines }) => {
      const path = `/users/me?look=${looks}`;
      const isLook = (line: string): boolean => line.includes('"method":"OPTIONS"');
      await fetch(url + path, { method: "OPTIONS" });
      await vi.waitUntil(() => lines.filter(isLook).length === looks);
      return lines.filter(
        (line) =>
          line.includes('"msg":"request"') &&
          !/"route":"(\/health\/ready|\/)"/.test(line) &&
          !isLook(line),
      );
    });
    return (await Promise.all(requests)).flat();
  }

  test.for(ambiguousRequests)(
    "%s: 400, or one clean request, and never two",
    async ([, text], { expect }) => {
      const before = await requestsSoFar();
      const answer = await exchange(fleet.url, text);
      expect(answer.match(ANSWER)).toHaveLength(1);
      const came = (await requestsSoFar()).length - before.length;
      if (statusOf(answer) !== 400) expect(came).toBe(1);
      else expect(came).toBeLessThanOrEqual(1);
      expect((await requestsSoFar()).filter(isHidden)).toEqual(before.filter(isHidden));
    },
  );

  test("two requests that are two: both come (control)", async ({ expect }) => {
    const before = await requestsSoFar();
    expect((await exchange(fleet.url, twoRequests)).match(ANSWER)).toHaveLength(2);
    const after = await requestsSoFar();
    expect(after).toHaveLength(before.length + 2);
    expect(after.filter(isHidden)).toHaveLength(before.filter(isHidden).length + 1);
  });

  test("the client's address is the one that HAProxy saw, whatever he wrote himself", async ({
    expect,
  }) => {
    const forged = { headers: { "x-forwarded-for": "203.0.113.7" } };
    await fetch(`${fleet.url}/docs`, forged);
    const [direct] = fleet.instances;
    // Nobody but HAProxy may reach an instance: there it would be believed.
    await fetch(`${direct?.url}/.well-known/jwks.json`, forged);
    const clientsOf = async (route: string): Promise<(string | undefined)[]> =>
      (await requestsSoFar())
        .filter((line) => line.includes(`"route":"${route}"`))
        .map((line) => (JSON.parse(line) as { client?: string }).client);
    expect(await clientsOf("/docs")).toEqual(["127.0.0.1"]);
    expect(await clientsOf("/.well-known/jwks.json")).toEqual(["203.0.113.7"]);
  });

  test("a connection is kept from one request to the next, and both instances serve", async ({
    expect,
  }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 8; i++) {
      const sent = get(`${fleet.url}/health/live`, { agent });
      const [response] = await once(sent, "response");
      ports.add(sent.socket?.localPort);
      response.resume();
      await once(response, "end");
    }
    agent.destroy();
    expect(ports.size).toBe(1);
    for (const { lines } of fleet.instances)
      expect(
        lines.filter((line) => line.includes('"route":"/health/live"')).length,
      ).toBeGreaterThan(0);
  });

  test("an open page hears of a newcomer, and is told when its instance restarts", async ({
    expect,
  }) => {
    const client = clientOf(fleet);
    const arrive = async () => {
      const person = newPerson();
      await register(client, person);
      const code = codeIn(await fleet.mock.mailTo(person.email));
      expect((await activate(client, person, code)).status).toBe(200);
      return person;
    };
    const tokens = await openSession(client, await arrive());
    const ticket = await askForTicket(client, tokens);
    await using page = await openWebSocket(liveUrl(fleet, { ticket }), { origin: ORIGIN });
    await page.hello();
    await arrive();
    expect(await page.noticed(1)).toHaveLength(1);
    await fleet.restart(0);
    if (page.socket.readyState === page.socket.OPEN) await fleet.restart(1);
    expect(await page.ended).toBe(1001);
  });

  test("with no instance ready, the service's own answers still come", async ({ expect }) => {
    const client = clientOf(fleet);
    const person = newPerson();
    expect((await register(client, person)).status).toBe(202);
    await redis.kill();
    await Promise.all([fleet.haproxy.sees(0, "DOWN"), fleet.haproxy.sees(1, "DOWN")]);
    const response = await activate(client, person, "0000");
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await json(response)).toMatchObject({ code: "unavailable" });
    expect((await fetch(`${fleet.url}/health/live`)).status).toBe(200);
    await redis.restart();
    await Promise.all([fleet.haproxy.sees(0, "UP"), fleet.haproxy.sees(1, "UP")]);
    expect((await fetch(`${fleet.url}/health/ready`)).status).toBe(200);
  });
});
