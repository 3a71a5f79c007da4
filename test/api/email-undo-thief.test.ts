import { afterAll, beforeAll, test } from "vitest";
import { getMe, postJson } from "../support/client.ts";
import { moveTo } from "../support/email-change.ts";
import { makePassword } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";
import { newSignedIn, openSession, sendAs, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const undo = (token: string): Promise<Response> =>
  service.request("/email-changes/undo", postJson({ token }));

test("after an undo no password is right, whoever knew or chose it: the owner of the mailbox makes a new one", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { person: moved, undoToken } = await moveTo(service, tokens, person);
  const chosen = { ...moved, password: "what the thief made of it" };
  const body = { current_password: person.password, new_password: chosen.password };
  expect((await sendAs(service, tokens, "PUT", "/users/me/password", body)).status).toBe(204);
  await openSession(service, chosen);

  expect((await undo(undoToken)).status).toBe(204);
  for (const password of [person.password, chosen.password])
    for (const { email } of [person, moved]) {
      expect((await signIn(service, { email, password })).status).toBe(401);
      expect((await getMe(service, { email, password })).status).toBe(401);
    }

  const owner = { ...person, password: "what the owner made of it" };
  await makePassword(service, owner);
  await openSession(service, owner);
});
