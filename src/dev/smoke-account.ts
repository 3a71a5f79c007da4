import { randomUUID } from "node:crypto";
import {
  type Answer,
  type Person,
  type SmokeClient,
  codeOf,
  expect,
  findIn,
  newPerson,
} from "./smoke-client.ts";

type Tokens = { accessToken: string; refreshToken: string };

const tokensOf = ({ body }: Answer): Tokens => ({
  accessToken: String(body["access_token"]),
  refreshToken: String(body["refresh_token"]),
});

/** Walks an active account through its sessions, a reset, its profile, a new address and back, and its end. */
export async function walkThroughAccount(client: SmokeClient, person: Person): Promise<void> {
  const { call, readMail } = client;
  const signIn = (as: Person): Promise<Answer> => call("POST", "/sessions", as);

  const first = await signIn(person);
  expect("sign in on a device", first, 201);
  const second = await signIn(person);
  expect("and on another", second, 201);
  const renewed = await call("POST", "/sessions/refresh", {
    refresh_token: tokensOf(first).refreshToken,
  });
  expect("renew the first session", renewed, 200);
  const here = tokensOf(renewed);
  const devices = await call("GET", "/sessions", undefined, here);
  const { sessions } = devices.body as { sessions?: unknown[] };
  expect("both are on the list", devices, 200, sessions?.length === 2);
  expect("sign out on the other", await call("DELETE", "/sessions", undefined, here), 204);
  const ended = await call("GET", "/users/me", undefined, tokensOf(second));
  expect("its token is dead", ended, 401);

  const profile = { username: `smoke-${randomUUID().slice(0, 8)}`, locale: "fr" };
  expect("choose a username", await call("PATCH", "/users/me", profile, here), 200);

  const changed = await walkThroughReset(client, person);
  expect("the old password is not good any more", await signIn(person), 401);
  expect("nor is the old session", await call("GET", "/users/me", undefined, here), 401);

  const now = tokensOf(await signIn(changed));
  const { email } = newPerson();
  const current = { current_password: changed.password };
  const change = await call("PUT", "/users/me/email", { email, ...current }, now);
  expect(`ask for another address, ${email}`, change, 202);
  const code = codeOf(await readMail({ email }));
  const confirmed = await call("POST", "/users/me/email/confirm", { code }, now);
  expect("confirm it with the code of its mail", confirmed, 200);
  const notice = /undo-email-change#token=([\w-]+)/;
  const undo = { token: findIn(await newestWith(client, person, notice), notice) };
  expect(
    "undo it by the link in the old inbox",
    await call("POST", "/email-changes/undo", undo),
    204,
  );

  expect("whoever moved it has no password any more", await signIn(changed), 401);

  const owner = await walkThroughReset(client, person);
  const last = tokensOf(await signIn(owner));
  const farewell = { current_password: owner.password };
  expect("delete the account", await call("DELETE", "/users/me", farewell, last), 204);
  expect("it is gone", await signIn(owner), 401);
}

/** Chooses another password by the link of a mail, and returns who he is with it. */
async function walkThroughReset(client: SmokeClient, person: Person): Promise<Person> {
  const { call } = client;
  const { email } = person;
  expect("ask for a new password", await call("POST", "/password-resets", { email }), 202);
  const link = /reset#token=([\w-]+)/;
  const token = findIn(await newestWith(client, person, link), link);
  const changed = { email, password: randomUUID() };
  const confirm = (): Promise<Answer> =>
    call("POST", "/password-resets/confirm", { token, password: changed.password });
  expect("choose it by the link of the mail", await confirm(), 204);
  expect("the link is good once", await confirm(), 410);
  return changed;
}

/** The newest mail, once it has what is looked for: notices come one after the other. */
async function newestWith(
  { readMail }: SmokeClient,
  person: Person,
  pattern: RegExp,
): ReturnType<SmokeClient["readMail"]> {
  let mail = await readMail(person);
  while (!pattern.test(mail.text)) mail = await readMail(person, mail);
  return mail;
}
