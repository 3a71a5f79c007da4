import { describe, test } from "vitest";
import { ConfigError, environmentSchema, loadConfig } from "../../src/config.ts";

const development = {
  NODE_ENV: "development",
  DATABASE_URL: "postgres://127.0.0.1/latchkey",
  REDIS_URL: "redis://127.0.0.1",
  EMAIL_API_URL: "http://127.0.0.1:8025",
};

function problemsOf(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test("development needs three addresses and nothing else, no secret either", ({ expect }) => {
  expect(loadConfig(development)).toMatchObject({
    HOST: "127.0.0.1",
    PORT: 8080,
    PUBLIC_URL: "http://127.0.0.1:8080",
    TRUSTED_PROXIES: 0,
    CODE_TTL_SECONDS: 60,
    CODE_ATTEMPTS: 5,
    CODE_RESEND_SECONDS: 30,
    CODE_RESEND_LATER_SECONDS: 60,
    HASH_MEMORY_KIB: 19_456,
    HASH_PASSES: 2,
    LIMITS: "enforce",
    LOG_LEVEL: "info",
  });
});

test("PUBLIC_URL is the given one, or this machine's with the given port", ({ expect }) => {
  expect(loadConfig({ ...development, PORT: "9000" }).PUBLIC_URL).toBe("http://127.0.0.1:9000");
  const PUBLIC_URL = "https://id.shop.test";
  expect(loadConfig({ ...development, PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL);
});

test("cannot be changed, nor be changed by what the process does to its environment", ({
  expect,
}) => {
  const environment: Record<string, string> = { ...development };
  const config = loadConfig(environment);
  environment["PORT"] = "1";
  expect(config.PORT).toBe(8080);
  expect(Object.isFrozen(config)).toBe(true);
  expect(() => Object.assign(config, { LIMITS: "off" })).toThrow(TypeError);
});

test("holds known variables alone: others in the environment do not get in", ({ expect }) => {
  const config = loadConfig({ ...development, PATH: "/bin", __proto__: "x", latchkey: "y" });
  expect(Object.keys(config).toSorted()).toEqual(
    Object.keys(environmentSchema.shape)
      .filter((name) => name in config)
      .toSorted(),
  );
  expect(config).not.toHaveProperty("PATH");
});

describe("problems", () => {
  const bad = {
    PORT: "s3cret-port",
    TRUSTED_PROXIES: "-73",
    CODE_ATTEMPTS: "99973",
    REDIS_URL: "mysql://s3cret",
    DATABASE_URL: "s3cret-database",
    EMAIL_API_URL: "ftp://s3cret",
    EMAIL_FROM: "s3cret-from",
    LIMITS: "s3cret-limits",
    LOG_LEVEL: "s3cret-level",
    HASH_BACKEND: "s3cret-back-end",
    PRODUCT_NAME: "s3cret\nBcc: x@y.example",
  };

  test("come all at once, one line for each variable, and repeat no value", ({ expect }) => {
    const message = problemsOf({ NODE_ENV: "development", ...bad });
    for (const name of Object.keys(bad))
      expect(message).toMatch(new RegExp(`^ {2}${name}: .+$`, "m"));
    expect(message.trimEnd().split("\n")).toHaveLength(Object.keys(bad).length + 1);
    expect(message).not.toContain("s3cret");
    expect(message).not.toMatch(/99973|-73|mysql|ftp/);
  });

  test("of production come together with the others", ({ expect }) => {
    const message = problemsOf({ ...bad, SECRET_KEY: "s3cret-key", EMAIL_API_KEY: undefined });
    for (const name of [...Object.keys(bad), "SECRET_KEY", "EMAIL_API_KEY", "PUBLIC_URL"])
      expect(message).toContain(`${name}: `);
    expect(message).not.toContain("s3cret");
  });

  test.for(["DATABASE_URL", "REDIS_URL", "EMAIL_API_URL"])(
    "name %s as required, missing or empty",
    (name, { expect }) => {
      for (const value of [undefined, ""])
        expect(problemsOf({ ...development, [name]: value })).toContain(`${name}: is required`);
    },
  );
});

test("an empty variable counts as unset", ({ expect }) => {
  const empty = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, ""]));
  expect(loadConfig({ ...empty, ...development })).toEqual(loadConfig(development));
  expect(loadConfig({ ...development, PORT: "0" }).PORT).toBe(0);
});

test("WORKERS is one process or up to 64, each of which needs two connections to Postgres", ({
  expect,
}) => {
  expect(loadConfig(development).WORKERS).toBe(1);
  expect(loadConfig({ ...development, WORKERS: "5" }).WORKERS).toBe(5);
  const most = { ...development, WORKERS: "64", DATABASE_POOL_MAX: "128" };
  expect(loadConfig(most).WORKERS).toBe(64);
  for (const WORKERS of ["0", "65", "x", "2.5", "-1"])
    expect(problemsOf({ ...most, WORKERS })).toMatch(/^ {2}WORKERS: .+$/m);
  expect(problemsOf({ ...development, WORKERS: "6" })).toContain("DATABASE_POOL_MAX: needs 2");
  expect(problemsOf({ ...most, DATABASE_POOL_MAX: "127" })).toContain("DATABASE_POOL_MAX: needs 2");
});

describe("every number has bounds", () => {
  const numbers = Object.entries(environmentSchema.shape)
    .filter(([, schema]) => schema.safeParse(Number.NaN).error?.issues[0]?.code === "invalid_type")
    .map(([name]) => name)
    .filter((name) =>
      /_(MS|SECONDS|MAX|MIN|KIB|PASSES|HOURS|CONCURRENCY|ATTEMPTS|PROXIES)$|^PORT$/.test(name),
    );

  test("among at least fifteen numbers (control)", ({ expect }) => {
    expect(numbers.length).toBeGreaterThanOrEqual(15);
    for (const name of numbers) expect(problemsOf({ ...development, [name]: "" })).toBe("");
  });

  test.for(numbers)("%s", (name, { expect }) => {
    for (const value of ["-1", "1.5", "1e9", "99999999999999999999", "NaN", "Infinity", "many"])
      expect(problemsOf({ ...development, [name]: value }), value).toContain(`${name}: `);
  });

  test.for(["PORT", "TRUSTED_PROXIES", "SHUTDOWN_DRAIN_MS"])(
    "%s that is a blank is no zero",
    (name, { expect }) => {
      for (const value of [" ", "\t"])
        expect(problemsOf({ ...development, [name]: value })).toContain(`${name}: `);
    },
  );
});

describe("a product name, which stands in mail subjects,", () => {
  test.for([
    "Shop\r\nBcc: x@y.example",
    "Shop\n",
    "\rShop",
    "Sh\u0000op",
    "Sh\u0085op",
    "Sh\u007f",
  ])("cannot be %j", (PRODUCT_NAME, { expect }) => {
    expect(problemsOf({ ...development, PRODUCT_NAME })).toContain("PRODUCT_NAME: ");
  });

  test.for(["Shop", "Müller & Söhne", "<b>", "商店", "x".repeat(60)])(
    "can be %j",
    (PRODUCT_NAME, { expect }) => {
      expect(loadConfig({ ...development, PRODUCT_NAME }).PRODUCT_NAME).toBe(PRODUCT_NAME);
    },
  );

  test("has 60 characters at most", ({ expect }) => {
    expect(problemsOf({ ...development, PRODUCT_NAME: "x".repeat(61) })).toContain("PRODUCT_NAME");
  });
});

test("the sender's address cannot begin another header", ({ expect }) => {
  for (const EMAIL_FROM of ["a@b.example\r\nBcc: x@y.example", "a@b.example\n", "A <a@b.example>"])
    expect(problemsOf({ ...development, EMAIL_FROM }), EMAIL_FROM).toContain("EMAIL_FROM: ");
  expect(problemsOf({ ...development, EMAIL_FROM: "a@b.example" })).toBe("");
});
