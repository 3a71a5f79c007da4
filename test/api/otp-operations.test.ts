import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson, wrongCode } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import { otpMailIn } from "../support/otp-mail.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
});
afterAll(() => service[Symbol.asyncDispose]());

type Bucket = { id: string; limit: string; used: number; refuses: boolean };
const explain = async (ip: string, email: string, route: string): Promise<Bucket[]> =>
  (await json(ops.post("/ops/limits/explain", { ip, email, route }))).buckets;

describe("operators", () => {
  test("are told what stops the codes of an address, and clear it", async ({ expect }) => {
    const { email } = newPerson();
    const from = randomAddress();
    const send = (i: number): Promise<Response> =>
      sendOtp(service, email, { purpose: `use-${i}` }, from);
    for (let i = 0; i < 5; i++) expect((await send(i)).status).toBe(202);
    const refused = await send(5);
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({ "violated-policies": ["otp-send.address"] });
    const buckets = await explain(from, email, "POST /otp/send");
    expect(buckets).toMatchObject([
      { limit: "otp-send.ip", used: 6, refuses: false },
      { limit: "otp-send.address", used: 5, refuses: true },
      { limit: "send.service", refuses: false },
      { limit: "otp-send.reserve", used: 0, refuses: false },
    ]);
    const path = `/ops/limits/buckets/${buckets[1]?.id}`;
    expect((await ops.delete(path, { reason: "a fair" })).status).toBe(204);
    expect((await send(5)).status).toBe(202);
  });

  test("are told how often a network guessed, and clear that too", async ({ expect }) => {
    const { email, id } = await askForOtp(service);
    const from = randomAddress();
    const guess = (): Promise<Response> =>
      service.request("/otp/verify", { ...postJson({ id, code: "00000000" }), from });
    for (let i = 0; i < 3; i++) await guess();
    const [bucket] = await explain(from, email, "POST /otp/verify");
    expect(bucket).toMatchObject({ limit: "otp-check.ip", used: 3 });
    await ops.delete(`/ops/limits/buckets/${bucket?.id}`, { reason: "a fair" });
    expect((await explain(from, email, "POST /otp/verify"))[0]).toMatchObject({ used: 0 });
  });

  test("see codes and proofs in the metrics, and nobody's", async ({ expect }) => {
    await using own = await startService({ PROOF_KEYS: `shop:${"k".repeat(40)}` });
    const { email, id, code } = await askForOtp(own, { audience: "shop" });
    await otpMailIn(own, email, "sent");
    await sendOtp(own, email, { audience: "shop" });
    await verifyOtp(own, id, wrongCode(code));
    for (const format of ["jws", "hmac"]) await verifyOtp(own, id, code, { format });
    const metrics = await (await operator(own).get("/metrics")).text();
    for (const sample of [
      'latchkey_otp_total{event="asked"} 1',
      'latchkey_otp_total{event="shared"} 1',
      'latchkey_otp_total{event="issued"} 1',
      'latchkey_otp_total{event="wrong"} 1',
      'latchkey_otp_total{event="right"} 2',
      'latchkey_proofs_total{format="jws"} 1',
      'latchkey_proofs_total{format="hmac"} 1',
      'latchkey_mail_queue_length{kind="otp_code"} 0',
    ])
      expect(metrics.split("\n")).toContain(sample);
    for (const secret of [email, id, code]) expect(metrics).not.toContain(secret);
  });
});

describe("the journal", () => {
  test("knows which requests sent a mail, whatever limits are on, and which were a user's", async ({
    expect,
  }) => {
    await using own = await startService();
    const change = { quota: "6000/1h", mode: "off", reason: "a test" };
    expect((await operator(own).put("/ops/limits/send.service", change, '"0"')).status).toBe(200);
    const from = randomAddress();
    const user = await askForOtp(own);
    await verifyOtp(own, user.id, user.code);
    // The second shares what the first was sent.
    const { email } = newPerson();
    for (const to of [email, email, newPerson().email]) await sendOtp(own, to, {}, from);
    const lines = (await (await operator(own).get("/ops/journal")).text()).trimEnd().split("\n");
    type Line = { request: string; route: string; sends_mail: boolean; outcome: string | null };
    const decisions = lines
      .slice(1)
      .map((line) => JSON.parse(line) as Line)
      .filter(({ route }) => route === "POST /otp/send");
    const requests = Map.groupBy(decisions, ({ request }) => request);
    const sends = [...requests.values()].map((of) => of.some((one) => one.sends_mail));
    expect(sends).toEqual([true, true, false, true]);
    expect(decisions[0]).toMatchObject({ outcome: "activated" });
    expect(decisions.at(-1)).toMatchObject({ outcome: null });
    const set = { "otp-send.ip": "1/1h" };
    const replay = await json(operator(own).post("/ops/simulations", { set }));
    expect(replay).toMatchObject({ after: { refused_requests: 2, mails_saved: 1 } });
  });
});
