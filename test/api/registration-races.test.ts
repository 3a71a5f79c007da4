import { afterAll, beforeAll, describe, test } from "vitest";
import { activate, getMe, newPerson, register, registerNew } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

/** Does something once, between the moment a code is found right and the one its account is activated. */
function afterComparison(work: () => Promise<unknown>): void {
  const { codes } = service.resources;
  const { redeem } = codes;
  codes.redeem = async (...guess) => {
    codes.redeem = redeem;
    const redemption = await redeem(...guess);
    if (redemption.kind !== "right") throw new Error(`the code was ${redemption.kind}`);
    await work();
    return redemption;
  };
}

describe("an address that is registered anew while its older registration is activated", () => {
  test("between the comparison and the update: the older one does nothing, the newer one is whole", async ({
    expect,
  }) => {
    const { person: first, code: firstCode } = await registerNew(service);
    const second = { ...newPerson(), email: first.email };
    afterComparison(() => register(service, second));
    expect((await activate(service, first, firstCode)).status).toBe(410);
    const code = codeIn(await service.email.mailTo(first.email, 2));
    expect(await json(getMe(service, second))).toMatchObject({ status: "pending" });
    expect((await activate(service, second, code)).status).toBe(200);
    expect((await getMe(service, first)).status).toBe(401);
    expect((await getMe(service, second)).status).toBe(200);
  });

  test("an update that does not ask for the generation would mix the two (control)", async ({
    expect,
  }) => {
    const { person: first, code } = await registerNew(service);
    const second = { ...newPerson(), email: first.email };
    afterComparison(async () => {
      await register(service, second);
      await service.resources.pool.query(
        "update users set status = 'active', activated_at = now() where email_normalised = $1",
        [first.email],
      );
    });
    await activate(service, first, code);
    // Active by the code of one, with the password of the other.
    expect(await json(getMe(service, second))).toMatchObject({ status: "active" });
  });

  test("at the same moment: one registration wins, with its own password and code", async ({
    expect,
  }) => {
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const { person: first, code: firstCode } = await registerNew(service);
        const second = { ...newPerson(), email: first.email };
        const activating = (): Promise<Response> => activate(service, first, firstCode);
        const registering = (): Promise<Response> => register(service, second);
        const [activated] =
          i % 2 === 0
            ? await Promise.all([activating(), registering()])
            : (await Promise.all([registering(), activating()])).toReversed();
        if (activated?.status === 200) {
          expect((await getMe(service, second)).status).toBe(401);
          expect(await json(getMe(service, first))).toMatchObject({ status: "active" });
          return;
        }
        expect((await getMe(service, first)).status).toBe(401);
        const code = codeIn(await service.email.mailTo(first.email, 2));
        const answers = await Promise.all([
          activate(service, first, code),
          activate(service, second, code),
          activate(service, first, firstCode),
        ]);
        expect(answers.map(({ status }) => status)).toEqual([401, 200, 401]);
      }),
    );
  });
});
