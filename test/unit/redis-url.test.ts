import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { parseRedisUrl } from "../../src/redis/redis-url.ts";
import { PRODUCTION, load, problemsOf } from "../support/config.ts";
import { newAuthority } from "../support/self-signed.ts";

const GOOD: [url: string, value: Record<string, unknown>][] = [
  ["redis://127.0.0.1:6379/2", { kind: "single", isTls: false, credentials: {} }],
  [
    "rediss://:p%40ss@redis.test",
    { kind: "single", isTls: true, credentials: { password: "p@ss" } },
  ],
  [
    "redis+cluster://a.test:7000,b.test",
    {
      kind: "cluster",
      isTls: false,
      credentials: {},
      hosts: [
        { host: "a.test", port: 7000 },
        { host: "b.test", port: 6379 },
      ],
    },
  ],
  [
    "rediss+cluster://us%3Aer:p%2Fa,s%40s@[::1]:80,10.0.0.1:65535",
    {
      kind: "cluster",
      isTls: true,
      credentials: { username: "us:er", password: "p/a,s@s" },
      hosts: [
        { host: "::1", port: 80 },
        { host: "10.0.0.1", port: 65_535 },
      ],
    },
  ],
  [
    "redis+sentinel://a.test,b.test:5000/mymaster",
    {
      kind: "sentinel",
      isTls: false,
      credentials: {},
      hosts: [
        { host: "a.test", port: 26_379 },
        { host: "b.test", port: 5000 },
      ],
      primary: "mymaster",
      sentinels: {},
    },
  ],
  [
    "rediss+sentinel://u:p@a.test/my%20primary?sentinel_user=s&sentinel_password=q%26+r",
    {
      kind: "sentinel",
      isTls: true,
      credentials: { username: "u", password: "p" },
      hosts: [{ host: "a.test", port: 26_379 }],
      primary: "my primary",
      sentinels: { username: "s", password: "q&+r" },
    },
  ],
];

const BAD: [url: string, problem: string][] = [
  ["http://s3cret@a.test", "begins with redis://"],
  ["redis+unix://s3cret@a.test", "begins with redis://"],
  ["redis://s3cret:s3cret@a.test:999999", "is no URL"],
  ["rediss://u:s3cret%@a.test", "is no URL"],
  ["redis:///2", "is no URL"],
  ["redis://:s3cret@a.test?commandTimeout=60000", "nothing behind a ?"],
  ["rediss://a.test/0?password=s3cret", "nothing behind a ?"],
  ["redis+cluster://:s3cret@", "number 1 of its hosts"],
  ["redis+cluster://:s3cret@a.test,,b.test", "number 2 of its hosts"],
  ["redis+cluster://:s3cret@a.test:0", "number 1 of its hosts"],
  ["redis+cluster://:s3cret@a.test:66000", "number 1 of its hosts"],
  ["redis+cluster://:s3cret@a.test b.test", "number 1 of its hosts"],
  ["redis+cluster://:s3cret@a.test/0", "nothing behind its hosts"],
  ["redis+cluster://:s3cret@a.test?db=1", "nothing behind its hosts"],
  ["redis+cluster://:s3cret%@a.test", "not percent-encoded"],
  ["redis+cluster://:s3/cret@a.test", "number 1 of its hosts"],
  ["redis+cluster://:s3#cret@a.test", "list of host:port"],
  ["redis+sentinel://:s3cret@a.test", "names no primary"],
  ["redis+sentinel://:s3cret@a.test/", "names no primary"],
  ["redis+sentinel://:s3cret@a.test/p/1", "list of host:port"],
  ["redis+sentinel://:s3cret@a.test/p?password=s3cret", "only sentinel_user"],
];

describe("REDIS_URL", () => {
  test.for(GOOD)("may be %s", ([url, value], { expect }) => {
    expect(parseRedisUrl(url)).toMatchObject({ value, problem: null });
    expect(load({ REDIS_URL: url }).REDIS_URL).toBe(url);
  });

  test.for(BAD)("cannot be %s, which is told without a password", ([url, problem], { expect }) => {
    const message = problemsOf({ REDIS_URL: url }).join("\n");
    expect(message).toMatch(/^ {2}REDIS_URL: .+$/m);
    expect(message).toContain(problem);
    expect(message).not.toContain("s3");
  });

  test.for([
    "redis://:changeme@a.test",
    "redis+cluster://u:changeme@a.test,b.test",
    "rediss+sentinel://u:changeme@a.test/p",
    "rediss+sentinel://u:mmKq4Tk2wQ@a.test/p?sentinel_password=changeme",
  ])("has no well-known password in production, as in %s", (REDIS_URL, { expect }) => {
    expect(problemsOf({ REDIS_URL }, PRODUCTION).join()).toContain(
      "REDIS_URL: its password is a default value",
    );
    const better = REDIS_URL.replace("changeme", "mmKq4Tk2wQ");
    expect(problemsOf({ REDIS_URL: better }, PRODUCTION)).toEqual([]);
  });
});

describe("REDIS_CA_FILE", () => {
  const problemsWith = (REDIS_CA_FILE: string, REDIS_URL = "rediss+cluster://a.test"): string =>
    problemsOf({ REDIS_URL, REDIS_CA_FILE }).join();

  test("holds certificates in PEM", async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), "latchkey-ca-"));
    const [good, bad] = [join(folder, "good.pem"), join(folder, "bad.pem")];
    await writeFile(good, (await newAuthority("An authority")).cert);
    await writeFile(bad, "s3cret");
    expect(problemsWith(good)).toBe("");
    expect(problemsWith(bad)).toContain("holds no certificate in PEM");
    expect(problemsWith(folder)).toContain("cannot be read (EISDIR)");
    expect(problemsWith(`${good}.not`)).toContain("(ENOENT)");
  });

  test("is for TLS, and is not passed over without it", ({ expect }) => {
    expect(problemsWith("/x", "redis://a.test")).toContain("begins with rediss");
  });
});
