import { afterAll, beforeAll, describe, test } from "vitest";
import { identifySpender } from "../../src/http/limit.ts";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import { countMails, newOtpId, otpCodeTo } from "../support/otp-attack.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { giveTime } from "../support/patience.ts";

let service: TestService;
let both: TestService[];
beforeAll(async () => {
  service = await startService();
  const { DATABASE_URL, SECRET_KEY } = service.resources.config;
  const same = { DATABASE_URL, SECRET_KEY, EMAIL_API_URL: service.email.url };
  both = [service, await startService(same)];
  // A crowded machine is no fault that these tests are about.
  for (const { resources } of both) {
    giveTime(resources.redis, 20_000);
    resources.pool.options.connectionTimeoutMillis = 20_000;
  }
});
afterAll(() => Promise.all(both.map((each) => each[Symbol.asyncDispose]())));

/** How many mails with codes an address may have still in this hour. */
async function leftOf(email: string): Promise<number | undefined> {
  const { resources } = service;
  const spender = identifySpender(resources, randomAddress(), { emailNormalised: email });
  return (await resources.limiter.look(["otp-send.address"], spender))[0]?.left;
}

const fieldsOf = ({ headers }: Response): string => headers.get("ratelimit") ?? "";

test("200 requests for one address at once, on two instances: one mail, all answered alike, and four left", async ({
  expect,
}) => {
  const { email } = newPerson();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => sendOtp(both[i % 2] as TestService, email)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const bodies = await Promise.all(answers.map((each) => json(each)));
  expect(new Set(bodies.map(({ id }) => id)).size).toBe(200);
  expect(new Set(bodies.map(({ expires_at }) => expires_at)).size).toBe(1);
  expect(await countMails(service, email)).toBe(1);
  const code = await otpCodeTo(service, email, 1);
  expect((await verifyOtp(service, bodies[100].id, code)).status).toBe(200);
  await expect.poll(() => leftOf(email)).toBe(4);
});

describe("by client address", () => {
  test("the 61st request of an hour is refused, and says when to come again", async ({
    expect,
  }) => {
    const from = randomAddress();
    const { email } = newPerson();
    for (let left = 59; left >= 0; left--) {
      const response = await sendOtp(service, email, {}, from);
      expect(response.status).toBe(202);
      expect(fieldsOf(response)).toMatch(new RegExp(`^"otp-send.ip";r=${left};t=\\d+$`));
    }
    const refused = await sendOtp(service, newPerson().email, {}, from);
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({
      code: "rate_limited",
      "violated-policies": ["otp-send.ip"],
    });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-policy")).toBe('"otp-send.ip";q=60;w=3600');
    expect((await sendOtp(service, email)).status).toBe(202);
    // What was shared cost the address nothing.
    await expect.poll(() => leftOf(email)).toBe(4);
  });

  test("the 61st check of a minute is refused, and neither compared nor charged", async ({
    expect,
  }) => {
    const from = randomAddress();
    const own: Pick<TestService, "request"> = {
      request: (path, init) => service.request(path, { ...init, from }),
    };
    const { id, code } = await askForOtp(service);
    for (let left = 59; left >= 0; left--) {
      const response = await verifyOtp(own, id, code);
      expect(response.status).toBe(200);
      expect(fieldsOf(response)).toMatch(new RegExp(`^"otp-check.ip";r=${left};t=\\d+$`));
    }
    const refused = await verifyOtp(own, id, code);
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({
      code: "rate_limited",
      "violated-policies": ["otp-check.ip"],
    });
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });
});

describe("by e-mail address", () => {
  test("the sixth mail of an hour is refused, whatever the codes are for, and nothing tells of the others before", async ({
    expect,
  }) => {
    const { email } = newPerson();
    const purpose = (i: number): Record<string, string> => ({ purpose: `purpose-${i}` });
    for (let i = 0; i < 5; i++) {
      const response = await sendOtp(service, email, purpose(i));
      expect(response.status).toBe(202);
      // How much somebody was sent is nobody else's business.
      expect(fieldsOf(response)).not.toContain("address");
    }
    const refused = await sendOtp(service, email, purpose(5));
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({ "violated-policies": ["otp-send.address"] });
    expect(refused.headers.get("ratelimit-policy")).toContain('"otp-send.address";q=5;w=3600');
    expect(fieldsOf(refused)).toContain('"otp-send.address";r=0');
    expect(await countMails(service, email)).toBe(5);
    // Those that were sent are shared as before.
    expect((await sendOtp(service, email, purpose(0))).status).toBe(202);
    expect((await sendOtp(service, newPerson().email, purpose(5))).status).toBe(202);
  });

  test("what has no room, or is shared, spends nothing", async ({ expect }) => {
    const { email } = newPerson();
    await newOtpId(service, email);
    for (let i = 0; i < 20; i++) await newOtpId(service, email);
    await expect.poll(() => leftOf(email)).toBe(4);
    expect(await countMails(service, email)).toBe(1);
  });
});
