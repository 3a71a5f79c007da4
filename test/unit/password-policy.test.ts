import { randomUUID } from "node:crypto";
import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { describe, test } from "vitest";
import type { PasswordOwner } from "../../src/passwords/context-words.ts";
import { createPasswordPolicy } from "../../src/passwords/password-policy.ts";
import { createRandom } from "../support/random.ts";

const asked: string[] = [];
const policy = createPasswordPolicy(
  { PRODUCT_NAME: "Müller & Söhne", PUBLIC_URL: "https://id.shop.test" },
  (password) => {
    asked.push(password);
    return Promise.resolve(password.startsWith("breached"));
  },
);
const OWNER = { email: "ada.lovelace@analytical.co.uk", username: "zelmarin77" };

/** Why a password is refused; null when it is not. */
async function reasonAgainst(password: string, owner: PasswordOwner = OWNER): Promise<unknown> {
  const outcome = await policy.check(password, owner);
  return outcome.ok ? null : outcome.failure.reason;
}

const COMMON = dictionary["passwords-common"].filter((password) => password.length >= 8);

test("every common password of 8 characters and more is refused, in small letters and capitals", async ({
  expect,
}) => {
  expect(COMMON.length).toBeGreaterThan(3000);
  for (const password of COMMON) {
    expect(await reasonAgainst(password), password).not.toBeNull();
    expect(await reasonAgainst(password.toUpperCase()), password).not.toBeNull();
  }
});

describe("is refused as too common, in a disguise that is tried as well:", () => {
  test.for([
    "Password1",
    "pAsSwOrD",
    "password2024!",
    "12345dragon",
    "!!Football99",
    "p@$$w0rd",
    "P455w0rd!",
    "$unshine1",
    "!loveyou2",
    "l3tm31n99",
    "monkeymonkey",
    "Monkeymonkey1",
    "hunter2hunter2",
    "password123456789",
    "ｐａｓｓｗｏｒｄ",
  ])("%s", async (password, { expect }) => {
    expect(await reasonAgainst(password)).toBe("too_common");
  });
});

describe("is refused as repetitive:", () => {
  test.for([
    "aaaaaaaa",
    "AAAAaaaa",
    "11112222",
    "aabbaabb",
    "abcabcabc",
    "12341234",
    "12345678",
    "87654321",
    "abcdefgh",
    "Abcd1234",
    "zyxwvuts",
    "qwertyuiop",
    "QWERTZUI",
    "azertyui",
    "!@#$%^&*",
    "1qaz2wsx",
    "qwerty123456789",
    "x".repeat(256),
    "密码密码密码密码",
  ])("%s", async (password, { expect }) => {
    expect(await reasonAgainst(password)).toBe("repetitive");
  });
});

describe("is refused as a name of the owner or the service:", () => {
  test.for([
    "ada.lovelace",
    "AdaLovelace",
    "lovelace1815",
    "ada.lovelace@analytical.co.uk",
    "analytical!",
    "Zelmarin77",
    "z3lm4rin",
    "latchkey",
    "Latchkey2024!",
    "latchkey.latchkey",
    "müllersöhne",
    "id.shop.test",
    "Shop2024!",
  ])("%s", async (password, { expect }) => {
    expect(await reasonAgainst(password)).toBe("contains_context");
  });

  test("and is nobody else's name (control)", async ({ expect }) => {
    const stranger = { email: "grace.hopper@navy.example", username: null };
    for (const password of ["AdaLovelace", "Zelmarin77", "analytical!"])
      expect(await reasonAgainst(password, stranger)).toBeNull();
    expect(await reasonAgainst("AdaLovelace", {})).toBeNull();
  });
});

describe("no good password is refused:", () => {
  const random = createRandom(63);
  const SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*";
  const signs = (count: number, from = SIGNS): string =>
    Array.from({ length: count }, () => from.charAt(random.integer(from.length))).join("");
  const words = (count: number, between: string): string =>
    Array.from({ length: count }, () => random.pick(dictionary["diceware-common"])).join(between);
  const KINDS: Record<string, () => string> = {
    "four words with blanks": () => words(4, " "),
    "four words without": () => words(4, ""),
    "three words": () => words(3, "-"),
    "20 random characters": () => signs(20),
    "12 random characters": () => signs(12),
    "16 random hex digits": () => signs(16, "0123456789abcdef"),
    "a random UUID": () => `pass-${randomUUID()}`,
  };

  test.for(Object.entries(KINDS))("10,000 times %s", async ([, make], { expect }) => {
    const refused: string[] = [];
    for (let i = 0; i < 10_000; i++) {
      const password = make();
      if ((await reasonAgainst(password)) !== null) refused.push(password);
    }
    expect(refused).toEqual([]);
  });

  test.for([
    "correct horse battery",
    "correcthorse",
    "dragonmonkey",
    "my latchkey is under the mat",
    "shopping is what Ada does",
    "the password is password, password!",
    "Tr0ub4dor&3",
    "नमस्ते दुनिया",
    "안녕하세요여러분",
    "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u{1f511}\u{1f40e}\u{1f50b}\u{1f4ce}\u{1f9e6}",
  ])("%s", async (password, { expect }) => {
    expect(await reasonAgainst(password)).toBeNull();
  });
});

test("a breach is asked for last: what is refused anyway goes nowhere", async ({ expect }) => {
  asked.length = 0;
  for (const password of ["Password1", "12345678", "latchkey1"]) await reasonAgainst(password);
  expect(asked).toEqual([]);
  expect(await reasonAgainst("breached but unusual")).toBe("breached");
  expect(asked).toEqual(["breached but unusual"]);
});

test("a refusal names the field of the request, and repeats nothing of the password", async ({
  expect,
}) => {
  for (const password of ["Password1", "adalovelace", "12345678", "breached but unusual"]) {
    const outcome = await policy.check(password, OWNER, "new_password");
    expect(outcome).toMatchObject({
      failure: {
        code: "password_refused",
        errors: [{ field: "new_password", message: expect.stringMatching(/^is [a-z ,]+$/) }],
      },
    });
    expect(JSON.stringify(outcome)).not.toContain(password);
  }
  const byDefault = await policy.check("Password1", OWNER);
  expect(byDefault).toMatchObject({ failure: { errors: [{ field: "password" }] } });
});

test("any text is judged, and for any owner", async ({ expect }) => {
  const text = fc.string({ unit: "binary", maxLength: 256 });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (password, email, username) => {
      expect([true, false]).toContain((await policy.check(password, { email, username })).ok);
    }),
  );
});
