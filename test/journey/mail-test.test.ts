import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import {
  type MailMock,
  type Runtime,
  RUNTIMES,
  launchService,
  startMailMock,
} from "../support/processes.ts";
import { startRelay } from "../support/smtp-server.ts";

let mock: MailMock;
/** Above those that the system gives away: nobody listens at it, nor will. */
const CLOSED_PORT = 65_533;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

const newAddress = (): string => `ada-${randomUUID()}@example.com`;

type Ended = { code: number | NodeJS.Signals; lines: string[] };

async function mailTest(
  args: string[],
  environment: Record<string, string> = {},
  runtime: Runtime = "node",
): Promise<Ended> {
  await using running = launchService(
    runtime,
    { NODE_ENV: "test", EMAIL_API_URL: mock.url, ...environment },
    "mail-test",
    ...args,
  );
  return { code: await running.exited, lines: running.lines };
}

describe("a process", () => {
  test.for(RUNTIMES)(
    "sends one message, without any store, and tells what came, on %s",
    async (runtime, { expect }) => {
      const address = newAddress();
      const { code, lines } = await mailTest(
        [address],
        { PRODUCT_NAME: "Fish & <Chips>", EMAIL_REPLY_TO: "help@shop.test" },
        runtime,
      );
      expect(lines[0]).toMatch(/^http: accepted in \d+ ms$/);
      expect(lines[1]).toMatch(/^ {2}said: \{"id":"/);
      expect({ code, count: lines.length }).toEqual({ code: 0, count: 2 });
      const mails = (await mock.inbox()).filter(({ to }) => to === address);
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatchObject({
        subject: "Test of Fish & <Chips> mail",
        text: expect.stringMatching(/^This is a test of Fish & <Chips> mail\. /),
        html: expect.stringContaining("<p>This is a test of Fish &amp; &lt;Chips&gt; mail. "),
      });
    },
  );

  test.for(RUNTIMES)(
    "asks every provider in order, also after one that fails, and fails then, on %s",
    async (runtime, { expect }) => {
      await using relay = await startRelay();
      const given = {
        EMAIL_PROVIDERS: "http:down,smtp,http",
        EMAIL_API_URL_DOWN: `http://127.0.0.1:${CLOSED_PORT}`,
        SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
        SMTP_TLS: "off",
      };
      const { code, lines } = await mailTest([newAddress()], given, runtime);
      expect(lines.filter((line) => !line.startsWith(" "))).toEqual([
        expect.stringMatching(/^http:down: retry in \d+ ms$/),
        expect.stringMatching(/^smtp: accepted in \d+ ms$/),
        expect.stringMatching(/^http: accepted in \d+ ms$/),
      ]);
      expect(lines[1]).toBe("  no connection: ECONNREFUSED");
      expect(lines.join("\n")).not.toContain("may have accepted");
      expect(lines).toContain("  said: 250 2.0.0 Ok: queued as 4XyZ");
      expect(code).toBe(1);
      expect(relay.mails).toHaveLength(1);
      const named = await mailTest([newAddress(), "--provider", "smtp"], given, runtime);
      expect(named).toMatchObject({ code: 0, lines: [expect.stringMatching(/^smtp: a/), /./] });
    },
  );

  test("tells what a provider says of a wrong key, and not the key", async ({ expect }) => {
    const { code, lines } = await mailTest([newAddress()], { EMAIL_API_KEY: "s3cret-key" });
    expect(lines).toEqual([
      expect.stringMatching(/^http: misconfigured in \d+ ms$/),
      "  answered 401",
      '  said: {"error":"invalid API key"}',
    ]);
    expect(code).toBe(1);
  });
});

describe("a process says how it is used when", () => {
  test.for([
    [[], "the address is missing"],
    [["a@x.test", "b@x.test"], "there is more than one address"],
    [["a@x.test,b@x.test"], "a@x.test,b@x.test is no e-mail address that takes mail"],
    [["a@x.test", "--provider", "resend"], "there is no provider resend: http"],
    [["a@x.test", "--verbose"], "Unknown option '--verbose'"],
  ] as const)("it is given %j", async ([args, problem], { expect }) => {
    const { code, lines } = await mailTest([...args]);
    expect(lines[0]).toContain(`latchkey mail-test: ${problem}`);
    expect(lines.join("\n")).toContain("usage: mail-test ADDRESS [--provider NAME]");
    expect(code).toBe(2);
  });
});

test("a configuration that is not usable is told at once and whole, and nothing is sent", async ({
  expect,
}) => {
  const { code, lines } = await mailTest([newAddress()], {
    NODE_ENV: "production",
    EMAIL_PROVIDERS: "http,resend",
  });
  expect(lines).toEqual([
    "latchkey: The configuration is not usable:",
    "  RESEND_API_KEY: is required",
    "  EMAIL_FROM: is required in production",
    "  EMAIL_API_KEY: is missing, or a default value",
  ]);
  expect(code).toBe(1);
});
