import { afterAll, beforeAll, describe, test } from "vitest";
import { type Person, newPerson, registerNew } from "../support/client.ts";
import { pseudonymOf } from "../support/mail-message.ts";
import { openPageClient } from "../support/page-client.ts";
import { confirmReset, tokenIn } from "../support/password-reset.ts";
import { isBeside, query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

let service: TestService;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService();
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

const ask = (email: string, headers: Record<string, string> = {}): Promise<Response> =>
  openPageClient(service).post("/forgot", { email }, headers);

/** Everything of an answer that could differ by who has the address; when its window ends is the clock's. */
async function shapeOf(response: Response, email: string): Promise<unknown> {
  const headers = new Headers(response.headers);
  for (const name of ["x-request-id", "ratelimit", "retry-after"]) headers.delete(name);
  const limit = response.headers.get("ratelimit")?.replaceAll(/;t=\d+/g, "");
  const page = (await response.text()).replaceAll(email, "…").replaceAll(/in \d+ \w+/g, "soon");
  return { status: response.status, headers: [...headers], limit, page };
}

/** One of each. */
async function everyState(): Promise<Record<string, string>> {
  const disabled = await newActivePerson(service);
  await query(service, "update users set status = 'disabled' where email = $1", disabled.email);
  const suppressed = await newActivePerson(service);
  await suppress(suppressed);
  return {
    unknown: newPerson().email,
    pending: (await registerNew(service)).person.email,
    disabled: disabled.email,
    suppressed: suppressed.email,
    active: (await newActivePerson(service)).email,
  };
}

const suppress = (person: Person): Promise<unknown> =>
  query(
    service,
    "insert into mail_suppressions (address_pseudonym, reason, provider) values ($1, 'bounced', 'http')",
    pseudonymOf(service, person),
  );

const isIdle = async (): Promise<boolean> =>
  (await query(service, "select 1 from password_reset_requests")).length === 0;

test("whoever asks by the page is led on, and the owner gets a link in the page's language", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const client = openPageClient(service);
  const page = await client.get("/forgot");
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<form method="post" action="/forgot">');
  const answer = await client.post("/forgot", person, { "accept-language": "de" });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/forgot?done=sent"]);
  expect(client.cookies.size).toBe(0);
  const sent = await (await client.get("/forgot?done=sent")).text();
  expect(sent).toContain("Check your inbox");
  expect(sent).toContain("The link is good for 15 minutes.");
  const mail = await service.email.mailTo(person.email, 2);
  expect(mail.subject).toContain("Passwort");
  expect((await confirmReset(service, tokenIn(mail), "a quite different one")).status).toBe(204);
});

describe("an answer tells nothing of who has the address", () => {
  test("when it is accepted, nor does what was written before it", async ({ expect }) => {
    const shapes = [];
    for (const email of Object.values(await everyState())) {
      const seen: string[] = [];
      const run = pool.query.bind(pool);
      pool.query = ((...given: Parameters<typeof run>) => {
        if (!isBeside(given[0])) seen.push((given[0] as unknown as { name: string }).name);
        return run(...given);
      }) as typeof pool.query;
      const response = await ask(email);
      pool.query = run;
      shapes.push({ shape: await shapeOf(response, email), seen });
    }
    expect(shapes[0]).toMatchObject({ shape: { status: 303 }, seen: ["write-reset-request"] });
    for (const shape of shapes.slice(1)) expect(shape).toEqual(shapes[0]);
  });

  test("when its limit is spent, which the API and the page share", async ({ expect }) => {
    const shapes = [];
    for (const email of Object.values(await everyState())) {
      const body = JSON.stringify({ email });
      const headers = { "content-type": "application/json" };
      for (let i = 0; i < 3; i++) await ask(email);
      for (let i = 0; i < 2; i++)
        await service.request("/password-resets", { method: "POST", body, headers });
      shapes.push(await shapeOf(await ask(email), email));
    }
    expect(shapes[0]).toMatchObject({ status: 429 });
    expect(JSON.stringify(shapes[0])).toContain("There were too many tries. You can try again");
    for (const shape of shapes.slice(1)) expect(shape).toEqual(shapes[0]);
  });

  test("and only the one that can read its mail gets one", async ({ expect }) => {
    const { active = "", ...others } = await everyState();
    const asked = new Set([active, ...Object.values(others)]);
    // What was asked for before comes first.
    await expect.poll(isIdle).toBe(true);
    const before = service.email.accepted.length;
    for (const email of Object.values(others)) await ask(email);
    await ask(active);
    await service.email.mailTo(active, 2);
    await expect.poll(isIdle).toBe(true);
    const mails = service.email.accepted.slice(before).map(({ to }) => to);
    expect(mails.filter((to) => asked.has(to))).toEqual([active]);
  });
});

test("what is no address is said at the field, with what was typed, and asks nobody anything", async ({
  expect,
}) => {
  for (const email of ["", "ada", "a@b@c.test", '"><script>alert(1)</script>', "x".repeat(9000)]) {
    const answer = await ask(email);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toMatch(/<p class="error" id="email-error">This is not an e\u2011mail address\./);
    expect(page).toMatch(/aria-describedby="email-error"\s+aria-invalid="true"/);
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("<title>Error: ");
  }
  expect(await isIdle()).toBe(true);
});

test("only a form of our own page asks", async ({ expect }) => {
  const person = await newActivePerson(service);
  for (const headers of [{ origin: "https://evil.test" }, { "sec-fetch-site": "cross-site" }])
    expect((await ask(person.email, headers)).status).toBe(403);
  expect(await isIdle()).toBe(true);
  expect((await ask(person.email)).status).toBe(303);
  await service.email.mailTo(person.email, 2);
});
