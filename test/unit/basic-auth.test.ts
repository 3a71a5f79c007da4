import fc from "fast-check";
import { describe, test } from "vitest";
import { parseBasicCredentials } from "../../src/http/basic-auth.ts";

const encode = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const RIGHT = encode("ada@example.com:correct horse");
/** Its base64 has both characters that base64url writes in another way. */
const WITH_BOTH = encode("ada@example.com:x>>>???~~~");

describe("accepts", () => {
  test.for(["Basic", "basic", "BASIC", "BaSiC", "Basic   "])(
    "the scheme %j",
    (scheme, { expect }) => {
      expect(parseBasicCredentials(`${scheme} ${RIGHT}`)).toEqual({
        email: { address: "ada@example.com", normalised: "ada@example.com" },
        password: "correct horse",
      });
    },
  );

  test.for(["a:b:", ":", "::", " ", "=", "pässwörd", "\u{1f511}", ">>>???~~~", "\ufeff"])(
    "the password %j: the first colon splits",
    (password, { expect }) => {
      const header = `Basic ${encode(`ada@example.com:${password}`)}`;
      expect(parseBasicCredentials(header)?.password).toBe(password);
    },
  );

  test.for([0, 1, 2])("a token with %i characters of padding", (padding, { expect }) => {
    const token = encode(`ada@example.com:pp${"x".repeat(3 - padding)}`);
    expect(/=*$/.exec(token)?.[0]).toHaveLength(padding);
    expect(parseBasicCredentials(`Basic ${token}`)).not.toBeNull();
  });

  test("an address in any case, as one account", ({ expect }) => {
    const header = `Basic ${encode("Ada@EXAMPLE.com:x")}`;
    expect(parseBasicCredentials(header)?.email.normalised).toBe("ada@example.com");
  });

  test("both forms of an accent as one password", ({ expect }) => {
    const apart = parseBasicCredentials(`Basic ${encode("ada@example.com:cafe\u0301")}`);
    expect(apart?.password).toBe("caf\u00e9");
  });

  test("the token that base64url spells in another way (control)", ({ expect }) => {
    expect(WITH_BOTH).toMatch(/\+.*\/|\/.*\+/);
    expect(parseBasicCredentials(`Basic ${WITH_BOTH}`)?.password).toBe("x>>>???~~~");
  });
});

describe("refuses", () => {
  const withBytes = (...bytes: number[]): string =>
    `Basic ${encode(Buffer.concat([Buffer.from("ada@example.com:a"), Buffer.from(bytes)]))}`;

  test.for([
    ["nothing", undefined],
    ["an empty field", ""],
    ["the scheme alone", "Basic"],
    ["the scheme and a space", "Basic "],
    ["no scheme", RIGHT],
    ["another scheme", `Bearer ${RIGHT}`],
    ["a longer scheme", `Basics ${RIGHT}`],
    ["a scheme with no space", `Basic${RIGHT}`],
    ["a tab for the space", `Basic\t${RIGHT}`],
    ["a space before", ` Basic ${RIGHT}`],
    ["a space after", `Basic ${RIGHT} `],
    ["a space within", `Basic ${RIGHT.slice(0, 8)} ${RIGHT.slice(8)}`],
    ["a line break after", `Basic ${RIGHT}\n`],
    ["a parameter after", `Basic ${RIGHT}, realm="x"`],
    ["no colon", `Basic ${encode("ada@example.com")}`],
    ["nothing within", `Basic ${encode(":")}`],
    ["an empty password", `Basic ${encode("ada@example.com:")}`],
    ["no address", `Basic ${encode(":correct horse")}`],
    ["what is no address", `Basic ${encode("ada:correct horse")}`],
    ["a trailing dot", `Basic ${encode("ada@example.com.:correct horse")}`],
    ["bytes that are no UTF-8", withBytes(0xff)],
    ["a cut UTF-8 character", withBytes(0xe2, 0x82)],
    ["an overlong UTF-8 character", withBytes(0xc0, 0xaf)],
    ["a surrogate in UTF-8", withBytes(0xed, 0xa0, 0x80)],
    ["Latin-1", withBytes(0xe9)],
    ["a NUL in the password", `Basic ${encode("ada@example.com:a\u0000b")}`],
    ["a NUL in the address", `Basic ${encode("ada\u0000@example.com:ab")}`],
    ["a line break in the password", `Basic ${encode("ada@example.com:a\nb")}`],
    ["a line break in the address", `Basic ${encode("ada@example.com\r\n:ab")}`],
    ["a DEL", `Basic ${encode("ada@example.com:a\u007fb")}`],
    ["a byte order mark before", `Basic ${encode("\ufeffada@example.com:correct horse")}`],
    ["padding left out", `Basic ${encode("ada@example.com:ppp").replaceAll("=", "")}`],
    ["too much padding", `Basic ${RIGHT}====`],
    ["padding within", `Basic ${RIGHT.slice(0, 4)}====${RIGHT.slice(4)}`],
    ["one character too many", `Basic ${RIGHT.replaceAll("=", "")}A`],
    ["base64url", `Basic ${WITH_BOTH.replaceAll("+", "-").replaceAll("/", "_")}`],
    ["two joined fields", `Basic ${RIGHT}, Basic ${RIGHT}`],
    ["two joined tokens", `Basic ${RIGHT},${RIGHT}`],
    ["257 characters", `Basic ${encode(`ada@example.com:${"x".repeat(257)}`)}`],
    ["a megabyte", `Basic ${encode(`ada@example.com:${"x".repeat(2 ** 20)}`)}`],
  ] as const)("%s", ([, header], { expect }) => {
    expect(parseBasicCredentials(header)).toBeNull();
  });
});

test("10,000 odd headers: never an exception, and what is accepted is what was sent", ({
  expect,
}) => {
  const pair = fc.tuple(fc.emailAddress(), fc.string({ unit: "grapheme", minLength: 1 }));
  const bytes = pair.map(([email, password]) => Buffer.from(`${email}:${password}`));
  const token = fc.oneof(
    bytes.map((buffer) => encode(buffer)),
    fc.tuple(bytes, fc.nat(), fc.nat(255)).map(([buffer, at, byte]) => {
      const changed = Buffer.from(buffer);
      changed[at % changed.length] = byte;
      return encode(changed);
    }),
    fc.string({ unit: "binary" }).map((text) => encode(text)),
    fc.string(),
  );
  const scheme = fc.constantFrom("Basic ", "basic ", "basic\t", "", "Basic", "Basic Basic ");
  let accepted = 0;
  fc.assert(
    fc.property(scheme, token, (prefix, text) => {
      const credentials = parseBasicCredentials(prefix + text);
      if (!credentials) return;
      accepted++;
      const sent = Buffer.from(text, "base64");
      // A text with bytes that are no UTF-8 would not come back as the same bytes.
      expect(Buffer.from(sent.toString("utf8")).equals(sent)).toBe(true);
      const [, user = "", password] = /^([^:]*):(.*)$/s.exec(sent.toString("utf8")) ?? [];
      expect(credentials.email.normalised).toBe(user.toLowerCase());
      expect(credentials.email.address.split("@")[0]).toBe(user.split("@")[0]);
      expect(credentials.password).toBe(password?.normalize("NFC"));
    }),
    { numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});
