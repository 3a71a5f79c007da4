import fc from "fast-check";
import { describe, test } from "vitest";
import { parseBasicCredentials } from "../../src/http/basic-auth.ts";

const encode = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const RIGHT = encode("ada@example.com:correct horse");

describe("accepts", () => {
  test.for([`Basic ${RIGHT}`, `basic ${RIGHT}`, `BaSiC   ${RIGHT}`])("%s", (header, { expect }) => {
    expect(parseBasicCredentials(header)).toMatchObject({
      email: { normalised: "ada@example.com" },
      password: "correct horse",
    });
  });

  test("colons in a password: the first one splits", ({ expect }) => {
    const header = `Basic ${encode("ada@example.com:a:b:")}`;
    expect(parseBasicCredentials(header)?.password).toBe("a:b:");
  });
});

describe("refuses", () => {
  test.for([
    ["nothing", undefined],
    ["an empty field", ""],
    ["no scheme", RIGHT],
    ["another scheme", `Bearer ${RIGHT}`],
    ["no colon", `Basic ${encode("ada@example.com")}`],
    ["an empty password", `Basic ${encode("ada@example.com:")}`],
    ["no address", `Basic ${encode(":correct horse")}`],
    ["what is no address", `Basic ${encode("ada:correct horse")}`],
    [
      "bytes that are no UTF-8",
      `Basic ${encode(Buffer.concat([Buffer.from("ada@example.com:"), Buffer.from([0xff])]))}`,
    ],
    ["a NUL", `Basic ${encode("ada@example.com:a\u0000b")}`],
    ["a line break", `Basic ${encode("ada@example.com:a\nb")}`],
    ["a byte order mark", `Basic ${encode("\ufeffada@example.com:correct horse")}`],
    ["bad padding", `Basic ${RIGHT.replaceAll("=", "")}A`],
    [
      "base64url",
      `Basic ${encode("ada@example.com:\u{1f511}\u00ff>?").replaceAll("+", "-").replaceAll("/", "_")}_`,
    ],
    ["two joined fields", `Basic ${RIGHT}, Basic ${RIGHT}`],
    ["257 characters", `Basic ${encode(`ada@example.com:${"x".repeat(257)}`)}`],
  ])("%s", ([, header], { expect }) => {
    expect(parseBasicCredentials(header)).toBeNull();
  });
});

test("10,000 odd headers: never an exception, and what is accepted says the same again", ({
  expect,
}) => {
  const token = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => encode(text)),
    fc
      .tuple(fc.emailAddress(), fc.string({ unit: "grapheme" }))
      .map(([a, b]) => encode(`${a}:${b}`)),
    fc.string(),
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom("Basic ", "basic\t", "", "Basic"), token, (scheme, text) => {
      const credentials = parseBasicCredentials(scheme + text);
      if (!credentials) return;
      accepted++;
      const again = encode(`${credentials.email.address}:${credentials.password}`);
      expect(parseBasicCredentials(`Basic ${again}`)).toEqual(credentials);
    }),
    { numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
