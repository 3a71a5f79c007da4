import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { registerNew } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

test("the right password opens a session", async ({ expect }) => {
  const response = await signIn(service, await newActivePerson(service));
  expect(response.status).toBe(201);
  expect(await json(response)).toMatchObject({ token_type: "Bearer", expires_in: 300 });
});

test("an owner who has not activated yet is told so, and nobody else is", async ({ expect }) => {
  const { person } = await registerNew(service);
  expect(await json(signIn(service, person))).toMatchObject({ code: "not_active" });
  const wrong = await signIn(service, { ...person, password: "not the password" });
  expect(await json(wrong)).toMatchObject({ code: "invalid_credentials" });
});
