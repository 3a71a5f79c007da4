import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { HOLDERS, endCodes, seen } from "../support/address-holders.ts";
import { newPerson } from "../support/client.ts";
import { suppress } from "../support/mail-state.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type AtCode,
  passCooldown,
  registerByPage,
  resendCode,
  typeCode,
  untilState,
} from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

type Step = (at: AtCode) => Promise<unknown>;
const look: Step = ({ client }) => client.get("/activate");
const ask: Step = ({ client }) => client.get("/activate/state");
const guess =
  (code: string): Step =>
  (at) =>
    typeCode(at, code);
const until =
  (state: string): Step =>
  (at) =>
    untilState(at, state);
const wait: Step = ({ person }) => passCooldown(service, person);
/** Its code is there from when a provider is asked. */
const attempted: Step = ({ person }) =>
  vi.waitUntil(() => failed.has(person.email), { timeout: 15_000 });
const expire: Step = async (at) => {
  await endCodes(service, at.person.email);
  // Its mail may be about to be noted as sent.
  await untilState(at, "expired");
};
const GUESSES = ["00000001", "00000002", "00000003", "00000004", "00000005", "00000006"];

const lookAll: Step[] = [look, ask];
const againAndLook: Step[] = [wait, resendCode, until("sent"), ...lookAll, resendCode];
const WAYS: Record<string, { before?: (email: string) => unknown; steps: Step[] }> = {
  "while its mail is sent, guessed at to the end, and sent again": {
    steps: [
      until("sent"),
      ...lookAll,
      resendCode,
      ...GUESSES.flatMap((code) => [guess(code), ask]),
      look,
      guess("junk"),
      ...againAndLook,
      guess("00000007"),
      ...againAndLook,
    ],
  },
  "once its code has run out": {
    steps: [
      until("sent"),
      expire,
      ...lookAll,
      guess("0000"),
      wait,
      resendCode,
      until("sent"),
      look,
    ],
  },
  "while its mail waits for a provider": {
    before: (email) => failMail(email, 503),
    steps: [attempted, ...lookAll, guess("00000001"), ask, resendCode],
  },
  "when a provider refuses its mail": {
    before: (email) => failMail(email, 422),
    steps: [until("undeliverable"), ...lookAll, guess("00000008"), wait, resendCode],
  },
  "when nothing may be sent to it": {
    before: (email) => suppress(service.resources, email),
    steps: [
      until("undeliverable"),
      ...lookAll,
      guess("0000"),
      wait,
      resendCode,
      until("undeliverable"),
      look,
    ],
  },
};
const failed = new Set<string>();
const failMail = (email: string, status: number): void =>
  service.email.answerWith(({ to }) => {
    if (to !== email) return undefined;
    failed.add(email);
    return new Response("", { status });
  });

describe.each(Object.entries(WAYS))("%s", (_, { before, steps }) => {
  test("an address looks the same whosever it is, byte for byte", async ({ expect }) => {
    const all: Record<string, string[]> = {};
    for (const [holder, make] of Object.entries(HOLDERS)) {
      const email = await make(service);
      await before?.(email);
      const at = await registerByPage(service, { ...newPerson(), email });
      all[holder] = [];
      for (const step of steps) {
        const answer = await step(at);
        if (answer instanceof Response) all[holder].push(await seen(answer, email));
      }
      service.email.answerWith(null);
    }
    const [first, ...others] = Object.entries(all);
    for (const [holder, other] of others) expect(other, holder).toEqual(first?.[1]);
    expect(first?.[1].length).toBeGreaterThan(3);
  });
});

test("a code that nobody keeps would be found out (control)", async ({ expect }) => {
  const states = await Promise.all(
    ["nobody has it", "it is active"].map(async (holder) => {
      const email = (await HOLDERS[holder]?.(service)) ?? "";
      const at = await registerByPage(service, { ...newPerson(), email });
      await untilState(at, "sent");
      if (holder !== "it is active") return "sent";
      await endCodes(service, email);
      return (await untilState(at, "expired")).state;
    }),
  );
  expect(states).toEqual(["sent", "expired"]);
});

test("the same is done for each: statements, transactions and scripts", async ({ expect }) => {
  const work: Record<string, unknown> = {};
  for (const [holder, make] of Object.entries(HOLDERS)) {
    const email = await make(service);
    const at = await registerByPage(service, { ...newPerson(), email });
    await untilState(at, "sent");
    const { pool, redis, mailer } = service.resources;
    // The mail job is in this process too: it does nothing until the last step is counted.
    const held = vi.spyOn(mailer, "waitMs").mockReturnValue(60_000);
    const spies = [
      vi.spyOn(pool, "query"),
      vi.spyOn(pool, "connect"),
      vi.spyOn(redis, "sendCommand"),
    ] as const;
    const counts: unknown[] = [];
    for (const step of [
      look,
      ask,
      guess("00000001"),
      guess("00000001"),
      resendCode,
      wait,
      resendCode,
    ]) {
      for (const spy of spies) spy.mockClear();
      await step(at);
      const [queries, connects, commands] = spies;
      const names = queries.mock.calls
        .map(([given]) => (given as { name?: string }).name)
        .filter((name) => name !== "find-newest-limit-changes");
      // By what they are about: one that Redis forgot is sent whole.
      const scripts = commands.mock.calls
        .filter(([{ name }]) => name === "evalsha")
        .map(([{ args }]) => [args[0], String(args[2]).split(":")[0]].join(" "));
      counts.push({
        names,
        connects: connects.mock.calls.length - queries.mock.calls.length,
        scripts,
      });
    }
    work[holder] = counts.map((count) => JSON.stringify(count).replaceAll(/\{[\w-]{43}\}/g, ""));
    for (const spy of [...spies, held]) spy.mockRestore();
  }
  const [first, ...others] = Object.entries(work);
  for (const [holder, other] of others) expect(other, holder).toEqual(first?.[1]);
  expect(JSON.stringify(first?.[1])).toContain("find-registered-account");
});
