import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson } from "../support/client.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ HASH_WAIT_MAX_MS: "60000" });
});
afterAll(() => service[Symbol.asyncDispose]());

test("one password at 200 accounts from one network stops at 120 a minute, known or not", async ({
  expect,
}) => {
  const here = randomAddress();
  const people = await Promise.all(
    Array.from({ length: 200 }, async (_, i) =>
      i % 40 === 0 ? newActivePerson(service) : newPerson(),
    ),
  );
  const spray = (from?: string): Promise<Response[]> =>
    Promise.all(
      people.map(({ email }) =>
        service.request("/sessions", {
          ...postJson({ email, password: "one password for all" }),
          ...(from === undefined ? {} : { from }),
        }),
      ),
    );
  const refused = (await spray(here)).filter(({ status }) => status === 429);
  expect(refused.length).toBe(80);
  expect(await json(refused[0] as Response)).toMatchObject({ "violated-policies": ["sign-in.ip"] });
  // From as many networks it is none of this limit's (control).
  expect((await spray()).map(({ status }) => status)).toEqual(people.map(() => 401));
});
