import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { type Person, postJson } from "../support/client.ts";
import { queryDatabase } from "../support/database.ts";
import { type LiveService, startLiveService } from "../support/live-service.ts";
import { openEvents } from "../support/live.ts";
import { confirmReset, requestReset, tokenIn } from "../support/password-reset.ts";
import { type MailMock, RUNTIMES, startMailMock } from "../support/processes.ts";
import { type Tokens, bearer, changePassword, openSession, sendAs } from "../support/session.ts";

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

type SignedIn = { person: Person; tokens: Tokens };
type Ending = (service: LiveService, owner: SignedIn) => Promise<void>;

const expectStatus = (response: Response, status: number): void => {
  if (response.status !== status) throw new Error(`it answered ${response.status}`);
};
const idOf = async ({ databaseUrl }: LiveService, { email }: Person): Promise<string> => {
  const text = `select id from users where email = '${email}'`;
  const [row] = await queryDatabase<{ id: string }>(databaseUrl, text);
  return row?.id ?? "";
};
async function asAdmin(
  service: LiveService,
  method: string,
  path: string,
  body: unknown,
): Promise<Response> {
  const { person, tokens } = await service.signIn();
  await queryDatabase(
    service.databaseUrl,
    `update users set role = 'admin' where email = '${person.email}'`,
  );
  return sendAs(service, tokens, method, path, body);
}

/** Every way in which somebody's session ends before its time, while his page is open. */
const ENDINGS: Record<string, Ending> = {
  "he signs out": async (service, { tokens }) =>
    expectStatus(await sendAs(service, tokens, "DELETE", "/sessions/current"), 204),
  "he signs out elsewhere": async (service, { person }) =>
    expectStatus(
      await sendAs(service, await openSession(service, person), "DELETE", "/sessions"),
      204,
    ),
  "his password is changed on another device": async (service, { person }) =>
    expectStatus(await changePassword(service, await openSession(service, person), person), 204),
  "his password is reset": async (service, { person }) => {
    expectStatus(await requestReset(service, person.email), 202);
    const mail = await vi.waitUntil(
      async () =>
        (await mock.inbox()).find((each) => each.to === person.email && /token=/.test(each.text)),
      { timeout: 15_000 },
    );
    expectStatus(await confirmReset(service, tokenIn(mail), "a quite different one"), 204);
  },
  "an old refresh token of his is played again": async (service, { tokens }) => {
    const { refresh_token } = tokens;
    for (const status of [200, 200])
      expectStatus(await service.request("/sessions/refresh", postJson({ refresh_token })), status);
    await queryDatabase(
      service.databaseUrl,
      `update sessions set rotated_at = now() - interval '1 hour' where id = '${tokens.session_id}'`,
    );
    expectStatus(await service.request("/sessions/refresh", postJson({ refresh_token })), 401);
  },
  "an administrator disables him": async (service, { person }) => {
    const path = `/admin/users/${await idOf(service, person)}`;
    expectStatus(await asAdmin(service, "PATCH", path, { disabled: true }), 200);
  },
  "an administrator deletes him": async (service, { person }) => {
    const path = `/admin/users/${await idOf(service, person)}`;
    expectStatus(await asAdmin(service, "DELETE", path, {}), 204);
  },
  "he deletes his account": async (service, { person, tokens }) => {
    const body = { current_password: person.password };
    expectStatus(await sendAs(service, tokens, "DELETE", "/users/me", body), 204);
  },
  "its time is over": async (service, { tokens }) => {
    await queryDatabase(
      service.databaseUrl,
      `update sessions set expires_at = now(), idle_expires_at = now() where id = '${tokens.session_id}'`,
    );
  },
};

describe.each(RUNTIMES)("a session's pages close within moments on %s:", (runtime) => {
  let service: LiveService;
  beforeAll(async () => {
    service = await startLiveService(runtime, mock, { LIVE_CONNECTIONS_PER_IP: "1000" });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test.concurrent.for(Object.entries(ENDINGS))("%s", async ([, end], { expect }) => {
    const owner = await service.signIn();
    const { tokens: others } = await service.signIn();
    await using page = await service.listen(owner.tokens);
    await using events = await openEvents(service, bearer(owner.tokens));
    await using another = await service.listen(others);
    await end(service, owner);
    expect(await Promise.all([page.ended, events.ended])).toEqual([4401, "signed_out"]);
    // Nobody else's.
    await service.arrive();
    await another.noticed(1);
    expect(another.socket.readyState).toBe(1);
  });
});
