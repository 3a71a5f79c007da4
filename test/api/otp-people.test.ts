import { decodeJwt } from "jose";
import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, wrongCode } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import {
  countMails,
  countWrong,
  holderOf,
  newOtpId,
  otpCodeTo,
  passOtpCooldown,
} from "../support/otp-attack.ts";
import { moveBack } from "../support/otp-store.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const codeOf = async (answer: Promise<Response>): Promise<string> => (await json(answer)).code;

describe("somebody with a code in his hand", () => {
  test("asks in a second tab: either id is good, and the other one asks anew then", async ({
    expect,
  }) => {
    const { email, id, code } = await askForOtp(service);
    const second = await newOtpId(service, email);
    expect((await verifyOtp(service, second, code)).status).toBe(200);
    const late = await verifyOtp(service, id, code);
    expect(late.status).toBe(410);
    expect(await json(late)).toMatchObject({ code: "code_expired", detail: "Ask for a new one." });
    // Which sends one at once: nothing is left to share.
    const anew = await askForOtp(service, { email });
    expect(anew.code).not.toBe(code);
    expect((await verifyOtp(service, id, anew.code)).status).toBe(200);
  });

  test("clicks twice: both clicks get the same proof", async ({ expect }) => {
    const { id, code } = await askForOtp(service);
    const answers = await Promise.all([1, 2, 3].map(() => verifyOtp(service, id, code)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const proofs = await Promise.all(
      answers.map(async (each) => decodeJwt((await json(each)).proof)),
    );
    expect(proofs[1]).toEqual(proofs[0]);
    expect(proofs[2]).toEqual(proofs[0]);
  });

  test("loses the reply: the same id and code get it again, and another code does not", async ({
    expect,
  }) => {
    const { email, id, code } = await askForOtp(service);
    const first = decodeJwt((await json(verifyOtp(service, id, code))).proof);
    expect(await codeOf(verifyOtp(service, id, wrongCode(code)))).toBe("code_expired");
    const again = decodeJwt((await json(verifyOtp(service, id, code))).proof);
    expect(again).toEqual(first);
    expect(await countWrong(service, email)).toBe(1);
  });

  test("comes back for the proof when it has ended: he is told so, and not given it", async ({
    expect,
  }) => {
    const short = { PROOF_SECONDS: "30", PROOF_KEYS: "http://127.0.0.1:8080:a-key-of-a-shop" };
    await using other = await startService(short);
    const { email, id, code } = await askForOtp(other);
    expect(await json(verifyOtp(other, id, code))).toMatchObject({ expires_in: 30 });
    const passTime = (ms: number): Promise<unknown> =>
      moveBack(other.resources.redis, holderOf(other, email), "redeemed", ms);
    await passTime(20_000);
    const { expires_in, proof } = await json(verifyOtp(other, id, code));
    expect(decodeJwt(proof).exp).toBeGreaterThan(Date.now() / 1000);
    expect(expires_in).toBeLessThanOrEqual(10);
    await passTime(11_000);
    expect(await codeOf(verifyOtp(other, id, code))).toBe("code_expired");
    const shared = await json(verifyOtp(other, id, code, { format: "hmac" }));
    expect(shared.expires_in).toBeLessThanOrEqual(29);
  });

  test("types the older of two codes, with the id of either: each is good", async ({ expect }) => {
    const { email, id, code } = await askForOtp(service);
    await passOtpCooldown(service, email);
    const second = await newOtpId(service, email);
    expect(await otpCodeTo(service, email, 2)).not.toBe(code);
    expect((await verifyOtp(service, second, code)).status).toBe(200);
    expect((await verifyOtp(service, id, await otpCodeTo(service, email, 2))).status).toBe(200);
  });
});

describe("somebody whose mail is slow", () => {
  test("asks again meanwhile: one mail comes, once it can, and its code is good with both ids", async ({
    expect,
  }) => {
    const { email } = newPerson();
    const release = holdMail(email);
    const first = await newOtpId(service, email);
    const second = await newOtpId(service, email);
    release();
    const code = await otpCodeTo(service, email, 1);
    expect((await verifyOtp(service, second, code)).status).toBe(200);
    expect(await codeOf(verifyOtp(service, first, code))).toBe("code_expired");
    expect(await countMails(service, email)).toBe(1);
  });

  test("types what he has before it comes: it is wrong, and costs one try", async ({ expect }) => {
    const { email } = newPerson();
    const release = holdMail(email);
    const id = await newOtpId(service, email);
    const early = await verifyOtp(service, id, "12345678");
    expect(early.status).toBe(400);
    expect((await json(early)).attempts_left).toBe(4);
    release();
    const code = await otpCodeTo(service, email, 1);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });

  test("whose provider fails first: the repeat carries the same code", async ({ expect }) => {
    const { email } = newPerson();
    let failures = 0;
    service.email.answerWith(({ to }) =>
      to === email && failures++ === 0 ? HttpResponse.json({}, { status: 500 }) : undefined,
    );
    const id = await newOtpId(service, email);
    const code = await otpCodeTo(service, email, 1);
    service.email.answerWith(null);
    const sent = service.email.attempts.filter(({ to }) => to === email);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map(({ text }) => text)).size).toBe(1);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });
});

test("the end and the next time to ask are told by when the code was asked for", async ({
  expect,
}) => {
  const { email } = newPerson();
  const [first, second] = [
    await json(sendOtp(service, email)),
    await json(sendOtp(service, email)),
  ];
  expect({ ...second, id: "" }).toEqual({ ...first, id: "" });
  const [end, again] = [Date.parse(first.expires_at), Date.parse(first.resend_after)];
  expect(end - again).toBe(570_000);
});

/** Keeps the provider from answering for an address; returns what lets it. */
function holdMail(email: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  service.email.answerWith(({ to }) =>
    to === email
      ? promise.then(() => HttpResponse.json({ id: "accepted" }, { status: 202 }))
      : undefined,
  );
  return () => {
    service.email.answerWith(null);
    resolve();
  };
}
