import { afterAll, beforeAll, test } from "vitest";
import { moveTo } from "../support/email-change.ts";
import { openPageClient } from "../support/page-client.ts";
import { makePassword } from "../support/password-reset.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const PATH = "/undo-email-change";
const DONE = `${PATH}?done=undone`;
const undo = (fields: Record<string, string>): Promise<Response> =>
  openPageClient(service).post(PATH, fields);

/** Somebody whose account has just moved to another address. */
async function moveAway() {
  const { person, tokens } = await newSignedIn(service);
  return { former: person, tokens, ...(await moveTo(service, tokens, person)) };
}

test("the form puts the former address back, once, and ends what whoever moved it has", async ({
  expect,
}) => {
  const { former, person: moved, tokens, undoToken: token } = await moveAway();
  const answer = await undo({ token });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, DONE]);
  expect((await getMeAs(service, tokens)).status).toBe(401);
  for (const each of [former, moved]) expect((await signIn(service, each)).status).toBe(401);
  const ending = await (await openPageClient(service).get(DONE)).text();
  expect(ending).toContain("The change was undone");
  expect(ending).toContain('<a href="/forgot">Choose a new password</a>');
  await makePassword(service, former);
  expect((await signIn(service, former)).status).toBe(201);

  const again = await undo({ token });
  expect(again.status).toBe(410);
  expect(await again.text()).toContain("This link is no longer good");
});

test("without a script the link is pasted, and what is none is said at the field", async ({
  expect,
}) => {
  const { person: moved, undoToken } = await moveAway();
  for (const link of ["", "http://127.0.0.1:8080/undo-email-change"]) {
    const answer = await undo({ link });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("This is not the whole link.");
  }
  expect((await signIn(service, moved)).status).toBe(201);
  const link = `http://127.0.0.1:8080${PATH}#token=${undoToken}`;
  expect((await undo({ link })).headers.get("location")).toBe(DONE);
  expect((await signIn(service, moved)).status).toBe(401);
});

test("a link too old, or whose address another account has meanwhile, says so and changes nothing", async ({
  expect,
}) => {
  const { former, person: moved, undoToken: token } = await moveAway();
  const age =
    "update email_undos set expires_at = now() + $1::interval where user_row_id = (select row_id from users where email = $2)";
  await query(service, age, "-1 s", moved.email);
  const old = await undo({ token });
  expect(old.status).toBe(410);
  const said = await old.text();
  expect(said).toContain("It was used, or is too old. Nothing was changed.");
  expect(said).toContain('<a href="/login">Sign in</a>');
  await query(service, age, "1 h", moved.email);
  const { person: stranger } = await newSignedIn(service);
  const rename = "update users set email = $1, email_normalised = $1 where email = $2";
  await query(service, rename, former.email, stranger.email);
  const taken = await undo({ token });
  expect(taken.status).toBe(409);
  expect(await taken.text()).toContain("The address is in use");
  expect((await signIn(service, moved)).status).toBe(201);
  await query(service, rename, stranger.email, former.email);
  expect((await undo({ token })).headers.get("location")).toBe(DONE);
});

test("20 parallel uses of one link: one is told that it was done", async ({ expect }) => {
  const { undoToken: token } = await moveAway();
  const answers = await Promise.all(Array.from({ length: 20 }, () => undo({ token })));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 410)).toHaveLength(19);
});

test("the limit is the API's, and the token outlasts it", async ({ expect }) => {
  const client = openPageClient(service);
  for (let i = 0; i < 30; i++) expect((await client.post(PATH, { token: "x" })).status).toBe(410);
  const answer = await client.post(PATH, { token: "kept" });
  expect(answer.status).toBe(429);
  expect(await answer.text()).toContain('name="token" value="kept"');
});

test("only a form of our own page undoes anything", async ({ expect }) => {
  const { person: moved, undoToken: token } = await moveAway();
  const client = openPageClient(service);
  for (const headers of [{ origin: "https://evil.test" }, { "sec-fetch-site": "same-site" }])
    expect((await client.post(PATH, { token }, headers)).status).toBe(403);
  expect((await signIn(service, moved)).status).toBe(201);
  expect((await client.post(PATH, { token })).headers.get("location")).toBe(DONE);
});
