import { test } from "vitest";
import { json } from "../support/answer.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  newSignedIn,
  openSession,
  refresh,
  sendAs,
  signIn,
} from "../support/session.ts";
import { giveTime } from "../support/patience.ts";

test.for(["killed", "frozen"] as const)(
  "while Redis is %s, sessions are ended and stay dead, the others live, and no password is compared",
  async (fault, { expect }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    // As it is outside of tests: a frozen Redis is given up soon.
    giveTime(service.resources.redis, 300);
    const { person, tokens: here } = await newSignedIn(service);
    const there = await openSession(service, person);
    const elsewhere = await openSession(service, person);
    const statuses = async (...sessions: Tokens[]): Promise<number[]> =>
      Promise.all(sessions.map(async (each) => (await getMeAs(service, each)).status));
    expect(await statuses(here, there, elsewhere)).toEqual([200, 200, 200]);
    if (fault === "killed") await redis.kill();
    else redis.signal("SIGSTOP");
    try {
      const ended = await sendAs(service, here, "DELETE", `/sessions/${there.session_id}`);
      expect(ended.status).toBe(204);
      expect(await statuses(here, there, elsewhere)).toEqual([200, 401, 200]);
      expect((await refresh(service, there)).status).toBe(401);
      const renewed: Tokens = await json(refresh(service, elsewhere));
      expect(await statuses(renewed)).toEqual([200]);
      expect((await signIn(service, person)).status).toBe(503);
      expect((await sendAs(service, here, "DELETE", "/sessions/current")).status).toBe(204);
      expect(await statuses(here, elsewhere)).toEqual([401, 200]);
    } finally {
      if (fault === "frozen") redis.signal("SIGCONT");
    }
  },
);
