import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { postJson } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import {
  askForAddress,
  confirmAddress,
  moveTo,
  newAddress,
  passEmailCooldown,
} from "../support/email-change.ts";
import { makePassword } from "../support/password-reset.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const undo = (token: string): Promise<Response> =>
  service.request("/email-changes/undo", postJson({ token }));

describe("a link that is no good", () => {
  test.for([
    ["of nobody", randomBytes(32).toString("base64url")],
    ["too short", "x"],
    ["with another character", "\u0000".repeat(43)],
  ] as const)("%s is told so", async ([, token], { expect }) => {
    expect(await json(undo(token))).toMatchObject({ code: "link_expired" });
  });

  test("too old leads nowhere, and a used one changes nothing", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const { person: moved, undoToken } = await moveTo(service, tokens, person);
    const age = "update email_undos set expires_at = now() + $1::interval";
    await query(service, age, "-1 s");
    expect((await undo(undoToken)).status).toBe(410);
    expect((await signIn(service, moved)).status).toBe(201);
    await query(service, age, "1 h");
    expect((await undo(undoToken)).status).toBe(204);
  });

  test("is looked up thirty times an hour for one network", async ({ expect }) => {
    const from = "203.0.113.7";
    const tries = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        service.request("/email-changes/undo", { ...postJson({ token: `no ${i}` }), from }),
      ),
    );
    expect(tries.filter(({ status }) => status === 410)).toHaveLength(30);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

test("an undo and a confirmation at once leave one of the two addresses, and no session too many", async ({
  expect,
}) => {
  for (let round = 0; round < 4; round++) {
    const { person, tokens } = await newSignedIn(service);
    const { person: moved, undoToken } = await moveTo(service, tokens, person);
    await passEmailCooldown(service, moved.email);
    const email = newAddress();
    await askForAddress(service, tokens, moved, email);
    const code = codeIn(await service.email.mailTo(email));
    const [undone] = await Promise.all([undo(undoToken), confirmAddress(service, tokens, code)]);
    expect(undone.status).toBe(204);
    // Whichever came first: the address that was there at the beginning is there at the end.
    await makePassword(service, person);
    expect((await signIn(service, person)).status).toBe(201);
    expect((await getMeAs(service, tokens)).status).toBe(401);
  }
});
