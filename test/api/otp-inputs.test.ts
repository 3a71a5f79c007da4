import { afterAll, beforeAll, describe, test } from "vitest";
import { sealFlow, unsealFlow } from "../../src/features/otp/flow.ts";
import { json } from "../support/answer.ts";
import { newPerson, postJson } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import {
  UNLIMITED_OTP,
  countMails,
  countTries,
  newOtpId,
  passOtpCooldown,
} from "../support/otp-attack.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ ...UNLIMITED_OTP, PROOF_AUDIENCES: "*" });
});
afterAll(() => service[Symbol.asyncDispose]());

const check = (body: unknown, query = ""): Promise<Response> =>
  service.request(`/otp/verify${query}`, postJson(body));

const NO_TEXTS = [null, undefined, true, 12_345_678, {}, [], "", " ", "x".repeat(10_000)];

/** What is no text of digits, and what only looks like the right one. */
const otherCodes = (code: string): unknown[] =>
  [
    NO_TEXTS,
    [Number(code), [code], [[code]], { $ne: 1 }, { code }],
    [`${code} `, ` ${code}`, `${code}\n`, `\n${code}`, `${code}\u0000`, `+${code}`, `-${code}`],
    [code.slice(1), `0${code}`, `${code}${code}`, `${code}.0`, `0x${code}`, `${code}e0`],
    [code.padEnd(9, "0"), code.padStart(11, "0"), code.padStart(13, "0")],
    // The same digits, full-width and Arabic.
    [0xff10, 0x660].map((zero) =>
      code.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))),
    ),
  ].flat();

test("a code that is not a text of 8 or 12 digits, or an id that is no text, is refused uncounted", async ({
  expect,
}) => {
  const { email, id, code } = await askForOtp(service);
  for (const other of otherCodes(code)) {
    const response = await check({ id, code: other });
    expect(response.status, JSON.stringify(other)).toBe(422);
    const { errors } = await json(response);
    expect(errors[0].field).toMatch(/^code/);
  }
  for (const other of [[id], { id }, 1, null, undefined, true, "", "x".repeat(2049), [[id]]])
    expect((await check({ id: other, code })).status).toBe(422);
  for (const body of [
    { id, code, extra: 1 },
    { id },
    { code },
    [],
    "x",
    null,
    { id, code, format: "x" },
  ])
    expect((await check(body)).status).toBe(422);
  for (const query of ["?session=1", "?session=", "?session=TRUE", "?session=true&session=false"])
    expect((await check({ id, code }, query)).status, query).toBe(422);
  expect(await countTries(service, email)).toEqual([]);
  expect((await check({ id, code })).status).toBe(200);
});

describe("an id", () => {
  test("that was tampered with at any one character is refused, and nothing is charged", async ({
    expect,
  }) => {
    const { email, id, code } = await askForOtp(service);
    const statuses = new Set<number>();
    for (let i = 0; i < id.length; i++) {
      const other = id[i] === "A" ? "B" : "A";
      const { status } = await verifyOtp(service, id.slice(0, i) + other + id.slice(i + 1), code);
      statuses.add(status);
    }
    for (const other of [
      id.slice(1),
      id.slice(0, -1),
      `${id}A`,
      `${id}=`,
      id + id,
      id.toLowerCase(),
    ])
      statuses.add((await verifyOtp(service, other, code)).status);
    expect(statuses).toEqual(new Set([422]));
    expect(await countTries(service, email)).toEqual([]);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });

  test("of another service, with another SECRET_KEY, is refused", async ({ expect }) => {
    await using other = await startService(UNLIMITED_OTP);
    const { email } = newPerson();
    const ours = await askForOtp(service, { email });
    const theirs = await askForOtp(other, { email });
    expect((await verifyOtp(service, theirs.id, ours.code)).status).toBe(422);
    expect((await verifyOtp(other, ours.id, theirs.code)).status).toBe(422);
    const refused = await verifyOtp(service, theirs.id, theirs.code);
    expect((await json(refused)).errors).toEqual([
      { field: "id", message: "is not what POST /otp/send answered" },
    ]);
    expect((await verifyOtp(other, theirs.id, theirs.code)).status).toBe(200);
  });

  test("that has ended is good no more, though a newer code lives", async ({ expect }) => {
    const { keys } = service.resources;
    const { email, id } = await askForOtp(service);
    await passOtpCooldown(service, email);
    const { code } = await askForOtp(service, { email });
    const flow = unsealFlow(keys, id);
    if (!flow) throw new Error("the id is none of ours");
    const ended = sealFlow(keys, { ...flow, expiresAtMs: Date.now() - 1 });
    const late = await verifyOtp(service, ended, code);
    expect(late.status).toBe(410);
    expect(await countTries(service, email)).toEqual([]);
    // Sealed again with its own end it is good (control).
    expect((await verifyOtp(service, sealFlow(keys, flow), code)).status).toBe(200);
  });
});

describe("what asks for a code", () => {
  const STRANGE = ["\r\n", "{x}", "*", "\u0000", "x".repeat(10_000), " ", "{", "}", "\u2028", "ü"];

  test("with strange bytes is refused or harmless, and every key stays one of ours", async ({
    expect,
  }) => {
    const refused: unknown[] = [];
    const bodies = STRANGE.flatMap((strange) => [
      { email: `a${strange}@example.com` },
      { email: `a@exam${strange}ple.com` },
      { email: newPerson().email, purpose: `sign${strange}in` },
      { email: newPerson().email, audience: `shop${strange}` },
      { email: newPerson().email, nonce: `n${strange}n` },
    ]);
    for (const body of [
      ...bodies,
      { email: "" },
      { email: ["a@example.com"] },
      {},
      { email: null },
    ]) {
      const response = await service.request("/otp/send", postJson(body));
      expect([202, 422], JSON.stringify(body).slice(0, 80)).toContain(response.status);
      if (response.status === 422) refused.push(body);
    }
    expect(refused.length).toBeGreaterThan(40);
    for (const key of await service.resources.redis.keys("otp*"))
      expect(key).toMatch(/^otp(-tries)?:\{[\w-]{43}\}(:[\da-f-]{36})?$/);
  });

  test("with all that it may have, each as long as it may be, gets an id that is good", async ({
    expect,
  }) => {
    const local = newPerson().email.split("@")[0]?.padEnd(64, "x") ?? "";
    const email = `${local}@${`${"d".repeat(59)}.`.repeat(3)}example`;
    const more = {
      purpose: "p".repeat(32),
      audience: "a".repeat(255),
      nonce: `"\\`.repeat(127),
    };
    const { id, code } = await askForOtp(service, { email, ...more });
    expect(id.length).toBeLessThan(2048);
    const { proof } = await json(verifyOtp(service, id, code));
    expect(JSON.parse(Buffer.from(proof.split(".")[1], "base64url").toString())).toMatchObject({
      email,
      purpose: more.purpose,
      aud: more.audience,
      nonce: more.nonce,
    });
  });

  test("in another spelling of the address is for the same one: one mail, one budget", async ({
    expect,
  }) => {
    const { email } = newPerson();
    const { id, code } = await askForOtp(service, { email });
    const shouted = await newOtpId(service, email.toUpperCase());
    expect(await countMails(service, email.toUpperCase())).toBe(0);
    expect(await countMails(service, email)).toBe(1);
    expect((await verifyOtp(service, shouted, code)).status).toBe(200);
    expect((await verifyOtp(service, id, code)).status).toBe(410);
    expect((await sendOtp(service, ` ${email}`)).status).toBe(422);
  });
});
