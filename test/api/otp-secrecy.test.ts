import { createHash } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { digestOtp } from "../../src/domain/otp.ts";
import { unsealFlow } from "../../src/features/otp/flow.ts";
import { otpKeyOf } from "../../src/otp-key.ts";
import { newPerson, wrongCode } from "../support/client.ts";
import { dumpPostgres, dumpRedis } from "../support/dump.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { newOtpId, otpRecordOf, spendGuesses } from "../support/otp-attack.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ PROOF_AUDIENCES: "shop" });
});
afterAll(() => service[Symbol.asyncDispose]());

const NONCE = "n-of-nobody-else";

/** One address in all that can happen to it; what nobody may read of it anywhere. */
async function liveThroughIt(): Promise<{ email: string; secrets: string[] }> {
  const { email } = newPerson();
  const scope = { nonce: NONCE, audience: "shop", purpose: "payment" };
  const used = await askForOtp(service, { email, ...scope });
  const proof = await (await verifyOtp(service, used.id, used.code)).text();
  const live = await askForOtp(service, { email });
  const shared = await newOtpId(service, email);
  await verifyOtp(service, live.id, wrongCode(live.code));
  const flows = [used, live, { id: shared }].map(({ id }) =>
    unsealFlow(service.resources.keys, id),
  );
  const ids = flows.map((flow) => flow?.id ?? "");
  const secrets = [used.code, live.code, used.id, live.id, shared, NONCE, JSON.parse(proof).proof];
  return { email, secrets: [...secrets, ...ids] };
}

test("Redis and the log hold no address, no code, no id that somebody got, no nonce and no proof", async ({
  expect,
}) => {
  const { email, secrets } = await liveThroughIt();
  // All tests share it: within the many digits of moments a code stands by chance.
  const redis = (await dumpRedis(service)).replaceAll(/\d{9,}/g, "");
  const log = service.logLines.join("\n");
  // What is there is seen (control).
  expect(redis).toContain(otpRecordOf(service, email));
  expect(log).toContain("/otp/verify");
  // The ids of flows name their tries, and what was right: they say nothing of whom.
  const flowIds = new Set(secrets.slice(-3));
  for (const secret of [email, ...secrets.filter((each) => !flowIds.has(each))])
    expect(redis).not.toContain(secret);
  for (const secret of [email, ...secrets]) expect(log).not.toContain(secret);
});

test("Postgres holds no code, no id, no nonce and no proof; the address is where its mail goes", async ({
  expect,
}) => {
  const { email, secrets } = await liveThroughIt();
  const dump = await dumpPostgres(service);
  for (const secret of secrets) expect(dump).not.toContain(secret);
  const rows = dump.split("\n").filter((row) => row.includes(email));
  for (const row of rows) expect(JSON.parse(row)).toMatchObject({ recipient: email });
  expect(rows).toHaveLength(2);
});

test("a dump of Redis gives no code away: none of its values is a digest that can be computed", async ({
  expect,
}) => {
  const { email } = newPerson();
  const { id, code } = await askForOtp(service, { email });
  await spendGuesses(service, email);
  const long = await askForOtp(service, { email });
  const dump = JSON.stringify(await service.resources.redis.hgetall(otpRecordOf(service, email)));
  const digests = [...dump.matchAll(/digest\\":\\"([\w-]+)/g)].map(([, digest]) => digest);
  expect(digests).toHaveLength(2);
  const guessable = new Set<string>();
  // Ten thousand codes around the right ones: whoever stores an unkeyed digest is found.
  for (const right of [code, long.code])
    for (let i = -5000; i < 5000; i++) {
      const guess = wrongCode(right, i);
      for (const prefix of ["", email, `${email}:`, "otp\n", `otp\n${email}\nsign-in\n`])
        guessable.add(
          createHash("sha256")
            .update(prefix + guess)
            .digest("base64url"),
        );
    }
  expect(guessable.has(createHash("sha256").update(code).digest("base64url"))).toBe(true);
  expect(digests.filter((digest) => guessable.has(digest ?? ""))).toEqual([]);
  const { keys } = service.resources;
  const flow = unsealFlow(keys, id);
  if (!flow) throw new Error("the id is none of ours");
  const key = otpKeyOf(keys, { ...flow, emailNormalised: email });
  expect(digests).toContain(digestOtp(keys.codeDigest, key, code));
});

test("the digest of another address' code in place of one's own helps nobody", async ({
  expect,
}) => {
  const [mine, other] = [await askForOtp(service), await askForOtp(service)];
  const { redis } = service.resources;
  const codes = async (email: string): Promise<[string, string]> =>
    Object.entries(await redis.hgetall(otpRecordOf(service, email))).find(([field]) =>
      field.startsWith("code:"),
    ) ?? ["", ""];
  const [field, stored] = await codes(mine.email);
  const [, stolen] = await codes(other.email);
  const { digest } = JSON.parse(stolen);
  await redis.hset(
    otpRecordOf(service, mine.email),
    field,
    JSON.stringify({ ...JSON.parse(stored), digest }),
  );
  for (const code of [other.code, mine.code])
    expect((await verifyOtp(service, mine.id, code)).status).toBe(400);
});
