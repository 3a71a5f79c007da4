import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, getMeAs, newSignedIn, openSession, refresh } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

const renew = async (tokens: Tokens): Promise<Tokens> => {
  const response = await refresh(service, tokens);
  if (response.status !== 200) throw new Error(`refresh answered ${response.status}`);
  return json(response);
};

/** As if the newest token had been taken some seconds earlier. */
const ageRotation = async ({ session_id }: Tokens, seconds: number): Promise<void> => {
  await service.resources.pool.query(
    `update sessions set rotated_at = rotated_at - make_interval(secs => $2)
      where id = $1`,
    [session_id, seconds],
  );
};

describe("a refresh token", () => {
  test("is replaced at each use, and the session stays the same", async ({ expect }) => {
    const { tokens: first } = await newSignedIn(service);
    const second = await renew(first);
    const third = await renew(second);
    expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);
    expect(third.session_id).toBe(first.session_id);
    expect((await getMeAs(service, third)).status).toBe(200);
  });

  test("used 50 times at once has one child, and nobody is logged out", async ({ expect }) => {
    for (let round = 0; round < 5; round++) {
      const { tokens } = await newSignedIn(service);
      const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(service, tokens)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const children = await Promise.all(answers.map((answer) => json(answer) as Promise<Tokens>));
      expect(new Set(children.map((child) => child.refresh_token)).size).toBe(1);
      for (const child of children) expect((await getMeAs(service, child)).status).toBe(200);
      expect((await refresh(service, children[0] ?? tokens)).status).toBe(200);
    }
  });

  test("whose reply was lost gives the same one again, for ten seconds", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const child = await renew(tokens);
    await ageRotation(tokens, 6);
    expect((await renew(tokens)).refresh_token).toBe(child.refresh_token);
    await ageRotation(tokens, 5);
    expect((await refresh(service, tokens)).status).toBe(401);
    expect((await refresh(service, child)).status).toBe(401);
  });

  test("of the grandparent ends the whole family, within the ten seconds too", async ({
    expect,
  }) => {
    const { tokens: first } = await newSignedIn(service);
    const second = await renew(first);
    const third = await renew(second);
    expect((await getMeAs(service, third)).status).toBe(200);
    const replay = await refresh(service, first);
    expect(replay.status).toBe(401);
    expect(await json(replay)).toMatchObject({ code: "invalid_refresh_token" });
    for (const tokens of [first, second, third]) {
      expect((await refresh(service, tokens)).status).toBe(401);
      expect((await getMeAs(service, tokens)).status).toBe(401);
    }
  });

  test("replayed while the newest is in flight: both orders leave the family dead", async ({
    expect,
  }) => {
    for (let round = 0; round < 20; round++) {
      const { tokens: first } = await newSignedIn(service);
      const third = await renew(await renew(first));
      const [renewal, replay] = await Promise.all([
        refresh(service, third),
        refresh(service, first),
      ]);
      expect(replay.status).toBe(401);
      const newest: Tokens = renewal.status === 200 ? await json(renewal) : third;
      expect((await refresh(service, newest)).status).toBe(401);
      expect((await getMeAs(service, newest)).status).toBe(401);
    }
  });

  test("leaves the other sessions of its owner alone, and its reuse is written down", async ({
    expect,
  }) => {
    const { person, tokens: stolen } = await newSignedIn(service);
    const other = await openSession(service, person);
    await renew(await renew(stolen));
    await refresh(service, stolen);
    expect((await getMeAs(service, other)).status).toBe(200);
    const { rows } = await service.resources.pool.query(
      `select action from audit_entries where action like 'session.%' and details::text like '%' || $1 || '%'
        order by id`,
      [stolen.session_id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "session.created",
      "session.ended",
      "session.reuse_detected",
    ]);
  });

  test("that nobody made ends nothing, also with the session's id in it", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const bytes = Buffer.from(tokens.refresh_token, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const answer = await refresh(service, { refresh_token: forged.toString("base64url") });
      expect(answer.status).toBe(401);
    }
    // Two characters that decode to the same bytes.
    const respelt = `${tokens.refresh_token.slice(0, -1)}${tokens.refresh_token.endsWith("A") ? "B" : "A"}`;
    expect((await refresh(service, { refresh_token: respelt })).status).toBe(401);
    expect((await refresh(service, tokens)).status).toBe(200);
  });

  test("is kept as a digest only", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const child = await renew(tokens);
    const { rows } = await service.resources.pool.query(
      "select to_jsonb(s)::text as text from sessions s where id = $1",
      [tokens.session_id],
    );
    expect(rows).toHaveLength(1);
    for (const { refresh_token } of [tokens, child])
      expect(rows[0]?.text).not.toContain(refresh_token.slice(22, 60));
  });
});

describe("a session ends by itself", () => {
  test.for([
    ["unused for its idle time", "idle_expires_at"],
    ["at the end of its life, however much it is used", "expires_at"],
  ] as const)("%s", async ([, column], { expect }) => {
    const { tokens } = await newSignedIn(service);
    const end = (when: string): Promise<unknown> =>
      service.resources.pool.query(`update sessions set ${column} = ${when} where id = $1`, [
        tokens.session_id,
      ]);
    await end("now() + interval '5 seconds'");
    expect((await getMeAs(service, tokens)).status).toBe(200);
    await end("now()");
    expect((await getMeAs(service, tokens)).status).toBe(401);
    expect((await refresh(service, tokens)).status).toBe(401);
  });

  test("later with each use, and never later than the end of its life", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const { pool } = service.resources;
    const shift =
      "update sessions set idle_expires_at = idle_expires_at - interval '20 days', expires_at = expires_at - interval '70 days' where id = $1";
    await pool.query(shift, [tokens.session_id]);
    const renewed = await json(refresh(service, tokens));
    const { rows } = await pool.query(
      "select expires_at = idle_expires_at as at_end from sessions where id = $1",
      [tokens.session_id],
    );
    expect(rows).toEqual([{ at_end: true }]);
    expect(renewed.refresh_expires_in).toBeLessThanOrEqual(20 * 86_400);
    expect(renewed.refresh_expires_in).toBeGreaterThan(19 * 86_400);
  });
});
