import { describe, test } from "vitest";
import { ConfigError, loadMailConfig } from "../../src/config.ts";

const mock = { NODE_ENV: "test", EMAIL_API_URL: "http://127.0.0.1:8025" };

function problemsOf(environment: Record<string, string>): string[] {
  try {
    loadMailConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n").slice(1);
    throw error;
  }
}

describe("what a test mail is sent with", () => {
  test("needs no store, no secret of the service, and nothing else that is not about mail", ({
    expect,
  }) => {
    expect(loadMailConfig({ ...mock, DATABASE_URL: "nonsense" })).toMatchObject({
      PRODUCT_NAME: "Latchkey",
      EMAIL_FROM: "no-reply@latchkey.example",
      EMAIL_TIMEOUT_MS: 5000,
      EMAIL_PROVIDERS: [{ type: "http", name: "http", EMAIL_API_URL: mock.EMAIL_API_URL }],
    });
  });

  test("is told all problems of all providers at once, and in production the default values too", ({
    expect,
  }) => {
    const lines = problemsOf({
      EMAIL_PROVIDERS: "http, smtp:backup, resend",
      EMAIL_API_URL: "http://127.0.0.1",
      EMAIL_TIMEOUT_MS: "1",
      SMTP_URL_BACKUP: "ftp://x",
    });
    expect(lines.map((line) => line.trim().split(":")[0])).toEqual([
      "EMAIL_TIMEOUT_MS",
      "SMTP_URL_BACKUP",
      "RESEND_API_KEY",
      "EMAIL_FROM",
      "EMAIL_API_KEY",
    ]);
  });
});

describe("the templates of the generic API", () => {
  const BODY = '{"to":"{{to}}","title":"{{subject}}","content":[{"plain":"{{text}}"}]}';

  test("are taken as they are when they hold what a mail needs", ({ expect }) => {
    const headers = '{"X-Key":"{{key}}"}';
    const config = loadMailConfig({ ...mock, EMAIL_API_HEADERS: headers, EMAIL_API_BODY: BODY });
    expect(config.EMAIL_PROVIDERS[0]).toMatchObject({
      EMAIL_API_HEADERS: { "X-Key": "{{key}}" },
      EMAIL_API_BODY: JSON.parse(BODY) as object,
    });
  });

  test.for([
    ["EMAIL_API_BODY", "{", "must be JSON"],
    ["EMAIL_API_BODY", '"{{to}}"', 'must be an object such as {"to": "{{to}}"}'],
    ["EMAIL_API_BODY", "[]", 'must be an object such as {"to": "{{to}}"}'],
    ["EMAIL_API_BODY", "null", 'must be an object such as {"to": "{{to}}"}'],
    ["EMAIL_API_BODY", "{}", "must hold {{to}}, {{subject}}, and {{text}} or {{html}}"],
    ["EMAIL_API_BODY", BODY.replace("{{to}}", "x"), "must hold {{to}}"],
    ["EMAIL_API_BODY", BODY.replace("{{subject}}", "x"), "must hold {{to}}"],
    ["EMAIL_API_BODY", BODY.replace("{{text}}", "x"), "must hold {{to}}"],
    ["EMAIL_API_BODY", BODY.replace("title", "{{s3cret}}"), "has a placeholder that is none of"],
    ["EMAIL_API_BODY", BODY.replace("{{text}}", "{{text}} {{s3cret}}"), "has a placeholder"],
    ["EMAIL_API_BODY", BODY.replace("{{text}}", "{{text}} {{to"), "has a placeholder"],
    ["EMAIL_API_BODY", BODY.replace("{{text}}", "{{text}} {{ to }}"), "has a placeholder"],
    ["EMAIL_API_HEADERS", "x", "must be JSON"],
    ["EMAIL_API_HEADERS", '["s3cret"]', "must be an object such as"],
    ["EMAIL_API_HEADERS", '{"X-A":1}', "must have texts as values"],
    ["EMAIL_API_HEADERS", '{"X-A":null}', "must have texts as values"],
    ["EMAIL_API_HEADERS", '{"X-A":"{{subject}}"}', "has a placeholder that is none of key,"],
    ["EMAIL_API_HEADERS", '{"X A":"x"}', "has a name or a value that no header can have"],
    ["EMAIL_API_HEADERS", '{"X-A":"s3cret\\r\\nX-B: y"}', "has a name or a value that no header"],
    ["EMAIL_API_HEADERS", '{"X-A":"é"}', "has a name or a value that no header can have"],
    ["EMAIL_API_PATH", "messages", "must begin with /"],
  ])("are refused at boot: %s=%s", ([name = "", value = "", problem = ""], { expect }) => {
    const lines = problemsOf({ ...mock, [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`  ${name}: ${problem}`);
    expect(lines[0]).not.toContain("s3cret");
  });
});

describe("a password for SMTP", () => {
  const smtp = (url: string, tls: string): string[] =>
    problemsOf({ NODE_ENV: "test", EMAIL_PROVIDERS: "smtp", SMTP_URL: url, SMTP_TLS: tls });

  test.for(["smtp://shop:s3cret@mail.test", "smtp://shop@10.0.0.1:25"])(
    "does not cross a network as it is: %s",
    (url, { expect }) => {
      expect(smtp(url, "off")).toEqual(["  SMTP_TLS: off would send the password in the clear"]);
      expect(smtp(url, "required")).toEqual([]);
    },
  );

  test.for([
    "smtp://mail.test",
    "smtps://shop:s3cret@mail.test",
    "smtp://shop:s3cret@localhost",
    "smtp://shop:s3cret@127.0.0.1:25",
    "smtp://shop:s3cret@[::1]:25",
  ])("is none of %s's, or goes nowhere", (url, { expect }) => {
    expect(smtp(url, "off")).toEqual([]);
  });

  test.for(["smtp://shop:100%@mail.test", "smtp://", "smtp:///x"])(
    "or a host that cannot be read is refused at boot: %s",
    (url, { expect }) => {
      const lines = smtp(url, "required");
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^ {2}SMTP_URL: /);
    },
  );
});
