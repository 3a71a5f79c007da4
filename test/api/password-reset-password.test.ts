import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { confirmReset, newToken } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const NEW_PASSWORD = "a quite different one";

test("whoever was locked out by wrong passwords is let in by the new one", async ({ expect }) => {
  const person = await newActivePerson(service);
  const changed = { ...person, password: NEW_PASSWORD };
  const wrong = { ...person, password: "not the password" };
  await Promise.all(Array.from({ length: 101 }, () => signIn(service, wrong)));
  // Not even the right one is looked at (control).
  expect((await signIn(service, person)).status).toBe(429);
  await confirmReset(service, await newToken(service, person), NEW_PASSWORD);
  expect((await signIn(service, changed)).status).toBe(201);
});

test("a password that is easy to guess is refused with the reason, and the link stays good", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const local = person.email.split("@")[0] ?? "";
  for (const [password, reason] of [
    ["Password1", "too_common"],
    [`${local}!1`, "contains_context"],
  ]) {
    const answer = await confirmReset(service, token, password);
    expect(answer.status).toBe(422);
    expect(await json(answer)).toMatchObject({ code: "password_refused", reason });
  }
  // Without a link nobody is told what an owner may choose.
  expect(await json(confirmReset(service, "x", "Password1"))).toMatchObject({
    code: "link_expired",
  });
  expect((await confirmReset(service, token, NEW_PASSWORD)).status).toBe(204);
});
