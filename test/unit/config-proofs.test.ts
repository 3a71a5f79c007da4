import { describe, test } from "vitest";
import { parseAudiences, parseProofKeys } from "../../src/domain/audiences.ts";
import { PRODUCTION, load, problemsOf } from "../support/config.ts";

const KEY = "hV7mK4tR9yL3pZ6sD1fH0jG5aQ8wE2xN";
const OLDER = "B2nM5bV8cX1zL4kJ7hG0fD3sA6pO9iUy";

describe("PROOF_AUDIENCES", () => {
  test("are names and addresses, none by default, or all", ({ expect }) => {
    expect(load({}).PROOF_AUDIENCES).toBeUndefined();
    const text = "shop, https://billing.shop.test:8443/pay,urn:shop:app~1,a.b_c-d";
    expect(load({ PROOF_AUDIENCES: text }).PROOF_AUDIENCES).toEqual([
      "shop",
      "https://billing.shop.test:8443/pay",
      "urn:shop:app~1",
      "a.b_c-d",
    ]);
    expect(load({ PROOF_AUDIENCES: "*" }).PROOF_AUDIENCES).toEqual(["*"]);
    expect(load({ PROOF_AUDIENCES: "x".repeat(255) }).PROOF_AUDIENCES).toHaveLength(1);
  });

  test.for([
    ["", "number 1 is no audience"],
    [",", "number 1 is no audience"],
    ["shop,", "number 2 is no audience"],
    ["shop,*", "number 2 is no audience"],
    ["shop,b c", "number 2 is no audience"],
    ["shop,b\nc", "number 2 is no audience"],
    ["müller", "number 1 is no audience"],
    ["https://shop.test?x", "number 1 is no audience"],
    ["https://shop.test:port", "number 1 is no audience"],
    ["1:2", "number 1 is no audience"],
    ["shop.*", "number 1 is no audience"],
    ["x".repeat(256), "number 1 is no audience"],
    ["shop,billing,shop", "number 3 is there twice"],
  ] as const)("cannot be %j", ([text, problem], { expect }) => {
    const { problems } = parseAudiences(text);
    expect(problems[0]).toContain(problem);
    expect(problems.join()).not.toMatch(/müller|shop\.test/);
  });

  test("have to be named in production", ({ expect }) => {
    for (const PROOF_AUDIENCES of ["*", " *", "*\n"]) {
      expect(problemsOf({ PROOF_AUDIENCES }, PRODUCTION)).toEqual([
        expect.stringContaining("PROOF_AUDIENCES: must be named in production"),
      ]);
      expect(problemsOf({ PROOF_AUDIENCES })).toEqual([]);
    }
    expect(problemsOf({ PROOF_AUDIENCES: "shop,billing" }, PRODUCTION)).toEqual([]);
  });
});

describe("PROOF_KEYS", () => {
  test("are keys by audience, two of one at most, the newest first", ({ expect }) => {
    const audience = "https://billing.shop.test:8443";
    const text = `${audience}:${KEY}, shop:B7~m.K4_t-R9,${audience}:${OLDER}`;
    expect(load({ PROOF_KEYS: text }).PROOF_KEYS).toEqual([
      { name: audience, secret: KEY },
      { name: "shop", secret: "B7~m.K4_t-R9" },
      { name: audience, secret: OLDER },
    ]);
    expect(load({}).PROOF_KEYS).toBeUndefined();
  });

  test.for([
    [KEY, "entry 1 must be audience:key"],
    [`shop:${KEY},,`, "entry 2 must be audience:key"],
    [`:${KEY}`, "entry 1 must be audience:key"],
    [`sh op:${KEY}`, "entry 1 must be audience:key"],
    [`*:${KEY}`, "entry 1 must be audience:key"],
    [`${"x".repeat(256)}:${KEY}`, "entry 1 must be audience:key"],
    ["shop:short12", "the secret of entry 1 must be 8 to 256"],
    [`shop:${KEY}+/=`, "the secret of entry 1 must be 8 to 256"],
    [`shop:${KEY} `.repeat(2), "entry 1 must be audience:key"],
    [`shop:${KEY}1,shop:${KEY}2,shop:${KEY}3`, "entry 3 is one more than the 2 secrets of a name"],
    [`shop:${KEY},billing:${KEY}`, "the secret of entry 2 is there twice"],
    [`shop:${KEY},shop:${KEY}`, "the secret of entry 2 is there twice"],
    // A slip of whoever writes them: the other way round, or two keys behind one address.
    [`${KEY}:shop`, "the secret of entry 1 must be 8 to 256"],
    [`https://shop.test:${KEY}:${OLDER}`, "entry 1 must be audience:key"],
    [`https://shop.test:${KEY}:x`, "entry 1 must be audience:key"],
    [`https://${KEY}:${OLDER}+`, "the secret of entry 1 must be 8 to 256"],
  ] as const)(
    "that cannot be used are counted, and never shown: %s",
    ([text, problem], { expect }) => {
      const { problems } = parseProofKeys(text);
      expect(problems[0]).toContain(problem);
      const lines = problemsOf({ PROOF_KEYS: text });
      expect(lines[0]).toMatch(/^ {2}PROOF_KEYS: /);
      expect(lines.join("\n")).not.toMatch(new RegExp(`${KEY}|${OLDER}`));
    },
  );

  test("are strong in production, and of their own", ({ expect }) => {
    const weak = [
      "B7~m.K4_t-R9",
      KEY.slice(0, 31),
      "a".repeat(64),
      `changeme-${KEY}`,
      `secret-${KEY}`,
    ];
    for (const key of [...weak, PRODUCTION.SECRET_KEY]) {
      const lines = problemsOf({ PROOF_KEYS: `billing:${OLDER},shop:${key}` }, PRODUCTION);
      expect(lines).toEqual([
        expect.stringMatching(/^ {2}PROOF_KEYS: the secret of entry 2 needs 32 random characters/),
      ]);
      expect(lines.join()).not.toContain(key);
    }
    // Beside one that cannot be read they cannot be counted.
    expect(problemsOf({ PROOF_KEYS: `shop,shop:${"a".repeat(64)}` }, PRODUCTION)).toEqual([
      expect.stringContaining("PROOF_KEYS: entry 1 must be audience:key"),
    ]);
    expect(problemsOf({ PROOF_KEYS: `shop:${KEY},shop:${OLDER}` }, PRODUCTION)).toEqual([]);
    // openssl rand -hex 32
    expect(problemsOf({ PROOF_KEYS: `shop:${"0123456789abcdef".repeat(4)}` }, PRODUCTION)).toEqual(
      [],
    );
  });
});

test("PROOF_SECONDS are five minutes, or half a minute to an hour", ({ expect }) => {
  expect(load({}).PROOF_SECONDS).toBe(300);
  for (const seconds of [30, 3600])
    expect(load({ PROOF_SECONDS: String(seconds) }).PROOF_SECONDS).toBe(seconds);
  for (const PROOF_SECONDS of ["29", "3601", "0", "-1", "1.5", "5m", ""])
    expect(problemsOf({ PROOF_SECONDS }).join(), PROOF_SECONDS).toMatch(
      PROOF_SECONDS === "" ? /^$/ : /PROOF_SECONDS: /,
    );
});
