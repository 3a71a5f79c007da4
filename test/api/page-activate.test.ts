import { afterAll, beforeAll, describe, test } from "vitest";
import { codeKeyOf, newPerson, wrongCode } from "../support/client.ts";
import { openPageClient } from "../support/page-client.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  codeTo,
  passCooldown,
  registerByPage,
  resendCode,
  saidIn,
  standingOf,
  typeCode,
  untilState,
} from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const failMail = (email: string, status: number | null): void =>
  service.email.answerWith(
    status === null ? null : ({ to }) => (to === email ? new Response("", { status }) : undefined),
  );

describe("a browser that registered", () => {
  test("is told from the first mail to the next how its code stands, in numbers of the service", async ({
    expect,
  }) => {
    const person = newPerson();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    service.email.answerWith(async ({ to }) => {
      if (to === person.email) await held;
      return undefined as never;
    });
    const at = await registerByPage(service, person);
    const queued = await standingOf(at);
    expect(queued).toMatchObject({ state: "queued", expires_in_ms: 0, attempts_left: 5 });
    expect(queued.resend_in_ms).toBeGreaterThan(25_000);
    expect(await (await at.client.get("/activate")).text()).toContain("The mail is on its way.");
    release();
    const sent = await untilState(at, "sent");
    service.email.answerWith(null);
    expect(sent.expires_in_ms).toBeGreaterThan(50_000);
    expect(sent.expires_in_ms).toBeLessThanOrEqual(60_000);
    const page = await (await at.client.get("/activate")).text();
    expect(page).toMatch(/data-expires-in-ms="5\d{4}"/);
    expect(page).toMatch(
      /Tries left: 5\.<\/span>\s*<span class="runs-out">The code runs out in \d+ seconds\./,
    );

    const code = await codeTo(service, person);
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await typeCode(at, wrongCode(code));
      expect(answer.status).toBe(400);
      expect(saidIn(await answer.text())).toBe(`The code is wrong. Tries left: ${left}.`);
    }
    const spent = await typeCode(at, code);
    expect(spent.status).toBe(429);
    expect(saidIn(await spent.text())).toBe("There were too many wrong codes.");
    expect(await standingOf(at)).toMatchObject({ state: "exhausted", attempts_left: 0 });

    const soon = await resendCode(at);
    expect(soon.status).toBe(429);
    expect(saidIn(await soon.text())).toMatch(
      /^The last code was sent only a moment ago\. You can/,
    );
    await passCooldown(service, person);
    expect((await resendCode(at)).headers.get("location")).toBe("/activate?again=1");
    const next = await codeTo(service, person, 2);
    await untilState(at, "sent");
    expect((await typeCode(at, next)).headers.get("location")).toBe("/welcome");
  });

  test("is told that the code has run out", async ({ expect }) => {
    const at = await registerByPage(service);
    const code = await codeTo(service, at.person);
    await untilState(at, "sent");
    await service.resources.redis.del(codeKeyOf(service, at.person));
    expect(await untilState(at, "expired")).toMatchObject({ attempts_left: 0 });
    const late = await typeCode(at, code);
    expect(late.status).toBe(410);
    const page = await late.text();
    expect(saidIn(page)).toBe("The code has run out.");
    expect(page).toContain('<fieldset role="none" disabled>');
  });

  test("is told that the mail could not be delivered, or not in time", async ({ expect }) => {
    const refused = newPerson();
    failMail(refused.email, 422);
    const at = await registerByPage(service, refused);
    await untilState(at, "undeliverable");
    expect(await (await at.client.get("/activate")).text()).toContain(
      "We could not deliver the mail.",
    );
    const late = newPerson();
    failMail(late.email, 503);
    const waiting = await registerByPage(service, late);
    await service.resources.pool.query(
      `update mail_messages set state = 'expired', settled_at = now() from users u
       where user_row_id = u.row_id and u.email = $1`,
      [late.email],
    );
    await untilState(waiting, "unsent");
    expect(await (await waiting.client.get("/activate")).text()).toContain(
      "The mail could not be sent in time.",
    );
    failMail(late.email, null);
    await passCooldown(service, late);
    await resendCode(waiting);
    await untilState(waiting, "sent");
  });

  test("may type the code with blanks, and in the digits of Arabic", async ({ expect }) => {
    const at = await registerByPage(service);
    const code = await codeTo(service, at.person);
    const arabic = code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
    for (const odd of ["", "12 3", "12345", "abcd", `${code}x`, "<b>"]) {
      const answer = await typeCode(at, odd);
      expect(answer.status).toBe(422);
      expect(saidIn(await answer.text())).toContain("The code is the number in the mail");
    }
    expect(await standingOf(at)).toMatchObject({ attempts_left: 5 });
    const done = await typeCode(at, ` ${arabic.slice(0, 2)} ${arabic.slice(2)} `);
    expect(done.headers.get("location")).toBe("/welcome");
  });

  test("is led to the sign-in when its account was activated elsewhere", async ({ expect }) => {
    const at = await registerByPage(service);
    const other = await registerByPageOf(at.person);
    const code = await codeTo(service, at.person);
    expect((await typeCode(other, code)).headers.get("location")).toBe("/welcome");
    expect(await standingOf(at)).toEqual({ state: "none" });
    const led = await at.client.get("/activate");
    expect(led.headers.get("location")).toBe("/login?done=active");
    expect(at.client.cookies.size).toBe(0);
    const page = await (await at.client.get("/login?done=active")).text();
    expect(saidIn(page)).toBe("Your account is active already. Please sign in.");
  });
});

/** Another browser of somebody who registered, by his password. */
async function registerByPageOf(
  person: Parameters<typeof registerByPage>[1] & object,
): Promise<{ person: typeof person; client: ReturnType<typeof openPageClient> }> {
  const client = openPageClient(service);
  await client.post("/login", person);
  return { person, client };
}

test("neither code nor address nor cookie is in any log line", async ({ expect }) => {
  const at = await registerByPage(service);
  const cookie = at.client.cookies.get("__Host-latchkey-pending") ?? "";
  const code = await codeTo(service, at.person);
  await typeCode(at, wrongCode(code));
  await standingOf(at);
  await typeCode(at, code);
  const lines = service.logLines.join("\n");
  expect(lines).toContain('"route":"/activate/state"');
  for (const secret of [cookie, at.person.email, at.person.password])
    expect(lines).not.toContain(secret);
});
