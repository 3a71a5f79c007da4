import { describe, test } from "vitest";
import { type Handover, type HandoverOptions, createMailer } from "../../src/email/mailer.ts";
import type { Delivery, OutgoingMail, Provider } from "../../src/email/provider.ts";

const mail: OutgoingMail = {
  messageId: "m1",
  from: { name: "Shop", address: "no-reply@shop.test" },
  replyTo: null,
  to: "ada@example.com",
  subject: "s",
  text: "t",
  html: "h",
};
const ACCEPTED: Delivery = { kind: "accepted" };
const FAILED: Delivery = { kind: "retry", reason: "answered 500" };
const UNCLEAR: Delivery = { kind: "retry", reason: "no answer", isUnclear: true };

type Answer = Delivery | "never";

/** Providers a, b, c that answer as given, and what was asked of them. */
function mailerOf(
  answers: Answer[],
  given: { used?: string[]; timeoutMs?: number; failoverAfterMs?: number } = {},
): {
  handOver: (options?: Partial<HandoverOptions>) => Promise<Handover>;
  asked: string[];
  begun: string[];
  givenBack: string[];
  mailer: ReturnType<typeof createMailer>;
} {
  const asked: string[] = [];
  const begun: string[] = [];
  const givenBack: string[] = [];
  const providers = answers.map((answer, i): Provider => {
    const name = "abc".charAt(i);
    return {
      name,
      quota: null,
      close: () => {},
      send: async (_, deadline) => {
        asked.push(name);
        if (answer !== "never") return answer;
        await new Promise((resolve) => deadline.addEventListener("abort", resolve));
        return UNCLEAR;
      },
    };
  });
  const mailer = createMailer({
    providers,
    timeoutMs: given.timeoutMs ?? 60_000,
    failoverAfterMs: given.failoverAfterMs ?? 60_000,
    takeQuota: ({ name }) =>
      Promise.resolve({
        waitMs: given.used?.includes(name) ? 5000 : 0,
        giveBack: () => Promise.resolve(void givenBack.push(name)),
      }),
    observe: () => {},
    onChange: () => {},
  });
  const handOver = (options: Partial<HandoverOptions> = {}): Promise<Handover> =>
    mailer.handOver(mail, {
      isUrgent: true,
      first: null,
      begin: (name) => Promise.resolve(begun.push(name) > 0),
      ...options,
    });
  return { handOver, asked, begun, givenBack, mailer };
}

test("the first provider that accepts is the last one asked", async ({ expect }) => {
  const { handOver, asked, begun } = mailerOf([FAILED, ACCEPTED, ACCEPTED]);
  expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
  expect(asked).toEqual(["a", "b"]);
  expect(begun).toEqual(asked);
});

test("a wrong key of one provider is no reason to keep a mail from the next", async ({
  expect,
}) => {
  const { handOver } = mailerOf([{ kind: "misconfigured", reason: "a bad key" }, ACCEPTED]);
  expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
});

test("an address that one provider refuses is not tried on the next", async ({ expect }) => {
  const { handOver, asked } = mailerOf([{ kind: "rejected", reason: "no such box" }, ACCEPTED]);
  expect(await handOver()).toEqual({ kind: "rejected", provider: "a", reason: "no such box" });
  expect(asked).toEqual(["a"]);
});

test("when nobody takes it, everybody's reason is told, and the soonest time", async ({
  expect,
}) => {
  const { handOver } = mailerOf([
    { kind: "retry", reason: "answered 429", afterMs: 60_000 },
    { kind: "retry", reason: "answered 503", afterMs: 7000 },
  ]);
  const handover = await handOver();
  expect(handover).toMatchObject({ kind: "retry", reason: "a: answered 429; b: answered 503" });
  const { afterMs } = handover as { afterMs: number };
  expect(afterMs).toBeGreaterThan(6000);
  expect(afterMs).toBeLessThanOrEqual(7000);
});

test("one that may have it already is asked first, one that said no is not", async ({ expect }) => {
  const { handOver, asked } = mailerOf([ACCEPTED, ACCEPTED]);
  expect(await handOver({ first: "b" })).toEqual({ kind: "accepted", provider: "b" });
  expect(await handOver()).toEqual({ kind: "accepted", provider: "a" });
  expect(asked).toEqual(["b", "a"]);
});

test("only what the last provider asked left open is unclear", async ({ expect }) => {
  expect(await mailerOf([FAILED, UNCLEAR]).handOver()).toMatchObject({ isUnclear: true });
  expect(await mailerOf([FAILED]).handOver()).toMatchObject({ isUnclear: false });
});

test("a mail that is settled meanwhile is sent to nobody", async ({ expect }) => {
  const { handOver, asked } = mailerOf([ACCEPTED]);
  expect(await handOver({ begin: () => Promise.resolve(false) })).toEqual({ kind: "abandoned" });
  expect(asked).toEqual([]);
});

describe("a provider that does not answer", () => {
  test("keeps a code waiting for a moment when there is another one", async ({ expect }) => {
    const { handOver } = mailerOf(["never", ACCEPTED], { failoverAfterMs: 20 });
    expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
  });

  test.for([
    ["the last one", ["never"], { isUrgent: true }],
    ["one asked for what can wait", ["never", ACCEPTED], { isUrgent: false }],
  ] as const)("has its whole time as %s", async ([, answers, options], { expect }) => {
    const given = { timeoutMs: 120, failoverAfterMs: 1 };
    const startedAt = performance.now();
    await mailerOf([...answers], given).handOver(options);
    // Timers may fire a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118);
  });
});

describe("a provider whose quota is used up", () => {
  test("is passed over", async ({ expect }) => {
    const { handOver, asked } = mailerOf([ACCEPTED, ACCEPTED], { used: ["a"] });
    expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
    expect(asked).toEqual(["b"]);
  });

  test("is the reason, and the time, when there is no other", async ({ expect }) => {
    const { handOver, begun } = mailerOf([ACCEPTED], { used: ["a"] });
    expect(await handOver()).toEqual({
      kind: "retry",
      reason: "a: its quota is used up",
      afterMs: 5000,
      isUnclear: false,
    });
    expect(begun).toEqual([]);
  });

  test.for<[string, Delivery, string[]]>([
    ["gets back what it did not take", FAILED, ["a"]],
    ["keeps what it may have taken", UNCLEAR, []],
    ["keeps what it took", ACCEPTED, []],
  ])("%s", async ([, answer, expected], { expect }) => {
    const { handOver, givenBack } = mailerOf([answer]);
    await handOver();
    expect(givenBack).toEqual(expected);
  });
});

test("a provider that fails five times in a row is not asked while another one takes mail", async ({
  expect,
}) => {
  const { handOver, asked, mailer } = mailerOf([FAILED, ACCEPTED]);
  for (let i = 0; i < 10; i++) expect((await handOver()).kind).toBe("accepted");
  expect(asked.filter((name) => name === "a")).toHaveLength(5);
  expect(mailer.waitMs()).toBe(0);
  const [a, b] = mailer.standings();
  expect(a).toMatchObject({ name: "a", state: "open", problem: "answered 500" });
  expect(b).toMatchObject({ name: "b", state: "closed", problem: null, waitMs: 0 });
});
