import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { OutgoingMail } from "../../../src/email/provider.ts";
import { createSmtp } from "../../../src/email/providers/smtp.ts";
import { testMail } from "../../support/provider-api.ts";
import { type Certificate, selfSigned } from "../../support/self-signed.ts";
import { type SmtpMock, startSmtpServer } from "../../support/smtp-server.ts";

const DEADLINE_MS = 10_000;

let trusted: Certificate;
let stranger: Certificate;
const usual = getCACertificates("default");
beforeAll(async () => {
  [trusted, stranger] = await Promise.all([selfSigned(), selfSigned()]);
  setDefaultCACertificates([...usual, trusted.cert]);
});
afterAll(() => {
  setDefaultCACertificates(usual);
});

type Smtp = ReturnType<typeof createSmtp> & Disposable;

const smtpTo = (
  { port }: Pick<SmtpMock, "port">,
  given: { scheme?: string; account?: string; tls?: "required" | "off"; max?: number } = {},
): Smtp => {
  const { scheme = "smtp", account = "", tls = "required", max = 5 } = given;
  const url = `${scheme}://${account}localhost:${port}`;
  const smtp = createSmtp({ url, tls, connectionsMax: max });
  return { ...smtp, [Symbol.dispose]: smtp.close };
};

const send = (smtp: Smtp, mail: Partial<OutgoingMail> = {}): ReturnType<Smtp["send"]> =>
  smtp.send(testMail(mail), AbortSignal.timeout(DEADLINE_MS));

const ACCEPTED = { kind: "accepted", said: "250 2.0.0 Ok: queued as 4XyZ" };

describe("a mail is handed over", () => {
  test("by STARTTLS, with its id as Message-ID of the sender's domain and in a header", async ({
    expect,
  }) => {
    await using server = await startSmtpServer({ ...trusted });
    using smtp = smtpTo(server);
    const mail = testMail({
      from: { name: "Shop", address: "no-reply@shop.test" },
      replyTo: "help@shop.test",
      subject: "Your code",
      text: "0420\n",
    });
    expect(await smtp.send(mail, AbortSignal.timeout(DEADLINE_MS))).toEqual(ACCEPTED);
    const [received] = server.mails;
    expect(received).toMatchObject({ recipients: [mail.to], isSecure: true });
    const lines = received?.raw.split("\r\n");
    expect(lines).toContain(`Message-ID: <${mail.messageId}@shop.test>`);
    expect(lines).toContain(`X-Latchkey-Message: ${mail.messageId}`);
    expect(lines).toContain("From: Shop <no-reply@shop.test>");
    expect(lines).toContain("Reply-To: help@shop.test");
    expect(lines).toContain("To: ada@example.com");
    expect(lines).toContain("Subject: Your code");
    expect(lines).toContain("Content-Type: multipart/alternative;");
    expect(lines).toContain("0420");
  });

  test("by TLS from the first byte, with an account", async ({ expect }) => {
    await using server = await startSmtpServer({ ...trusted, secure: true });
    using smtp = smtpTo(server, { scheme: "smtps", account: "shop:s%33cret@" });
    expect(await send(smtp)).toEqual(ACCEPTED);
    expect(server.passwords).toEqual(["s3cret"]);
    expect(server.mails[0]?.isSecure).toBe(true);
  });

  test("in the clear where that is allowed, as to a relay on this machine", async ({ expect }) => {
    await using server = await startSmtpServer({ hideSTARTTLS: true });
    using smtp = smtpTo(server, { tls: "off" });
    expect(await send(smtp)).toEqual(ACCEPTED);
    expect(server.mails[0]?.isSecure).toBe(false);
  });

  test("over one connection, one after the other, as many as are sent one after the other", async ({
    expect,
  }) => {
    await using server = await startSmtpServer({ ...trusted });
    using smtp = smtpTo(server);
    for (let i = 0; i < 5; i++) expect(await send(smtp)).toEqual(ACCEPTED);
    expect(server.mails).toHaveLength(5);
    expect(server.connections()).toBe(1);
  });

  test("over no more connections at once than allowed", async ({ expect }) => {
    await using server = await startSmtpServer({ ...trusted });
    using smtp = smtpTo(server, { max: 2 });
    const all = await Promise.all(Array.from({ length: 8 }, () => send(smtp)));
    expect(all).toEqual(Array.from({ length: 8 }, () => ACCEPTED));
    expect(server.mails).toHaveLength(8);
    expect(server.connections()).toBe(2);
  });

  test("over a new connection when the server has closed the old one", async ({ expect }) => {
    await using server = await startSmtpServer({ ...trusted });
    using smtp = smtpTo(server);
    expect(await send(smtp)).toEqual(ACCEPTED);
    server.cut();
    await server.idle();
    expect(await send(smtp)).toEqual(ACCEPTED);
    expect(server.connections()).toBe(2);
  });
});

describe("nobody else gets a mail, and no header is added, by", () => {
  const INJECTED = "\r\nBcc: eve@x.test";

  test.for([
    ["the sender's name", { from: { name: `Shop${INJECTED}`, address: "a@shop.test" } }],
    ["the subject", { subject: `Code${INJECTED}` }],
    ["the text", { text: `0420\r\n.\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<eve@x.test>${INJECTED}` }],
  ] as const)("%s", async ([, mail], { expect }) => {
    await using server = await startSmtpServer({ ...trusted });
    using smtp = smtpTo(server);
    expect(await send(smtp, mail)).toEqual(ACCEPTED);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.recipients).toEqual(["ada@example.com"]);
    const [headers] = server.mails[0]?.raw.split("\r\n\r\n") ?? [];
    expect(headers).not.toMatch(/^Bcc:/im);
  });

  test.for(["a@x.test, eve@x.test", "a@x.test>\r\nRCPT TO:<eve@x.test", "A <a@x.test>"])(
    "the address %j: it is refused, and no connection made",
    async (to, { expect }) => {
      await using server = await startSmtpServer({ ...trusted });
      using smtp = smtpTo(server);
      expect(await send(smtp, { to })).toEqual({
        kind: "rejected",
        reason: "not one plain address",
      });
      expect(server.connections()).toBe(0);
    },
  );

  test("a name with quotes, commas and letters beyond ASCII, which arrives whole", async ({
    expect,
  }) => {
    await using server = await startSmtpServer({ ...trusted });
    using smtp = smtpTo(server);
    expect(await send(smtp)).toEqual(ACCEPTED);
    const from = /^From: ((?:.|\r\n )*) <no-reply@shop.test>\r$/m.exec(server.mails[0]?.raw ?? "");
    const words = from?.[1]?.match(/=\?UTF-8\?.\?.*?\?=/g) ?? [];
    const name = words.map((word) => decodeWord(word)).join("");
    expect(name).toBe('Café "Shop", Inc <x@y.test>');
  });
});

function decodeWord(word: string): string {
  const [, , encoding, content = ""] = word.split("?");
  if (encoding === "B") return Buffer.from(content, "base64").toString();
  return decodeURIComponent(
    content.replaceAll("%", "%25").replaceAll("_", " ").replaceAll("=", "%"),
  );
}

describe("a password is not sent, nor a mail, and an operator must mend it, when the server", () => {
  test("offers no STARTTLS", async ({ expect }) => {
    await using server = await startSmtpServer({
      hideSTARTTLS: true,
      disabledCommands: ["STARTTLS"],
    });
    using smtp = smtpTo(server, { account: "shop:s3cret@" });
    expect(await send(smtp)).toMatchObject({
      kind: "misconfigured",
      reason: expect.stringMatching(/^answered 50\d .*to STARTTLS$/),
    });
    expect(server.passwords).toEqual([]);
    expect(server.mails).toEqual([]);
  });

  test.for(["smtp", "smtps"])(
    "has a certificate that is not trusted (%s)",
    async (scheme, { expect }) => {
      await using server = await startSmtpServer({ ...stranger, secure: scheme === "smtps" });
      using smtp = smtpTo(server, { scheme, account: "shop:s3cret@" });
      expect(await send(smtp)).toEqual({
        kind: "misconfigured",
        reason: "its certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT",
      });
      expect(server.passwords).toEqual([]);
    },
  );
});
