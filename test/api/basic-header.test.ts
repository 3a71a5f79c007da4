import { afterAll, beforeAll, test } from "vitest";
import { basic, postJson, registerNew } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", CREDENTIAL_CACHE: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

const encode = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const withBytes = (...bytes: number[]): string =>
  encode(Buffer.concat([Buffer.from("ada@example.com:a"), Buffer.from(bytes)]));

test("a Basic header that is none costs neither a hash nor a statement, at any door", async ({
  expect,
}) => {
  const { person } = await registerNew(service);
  const right = basic(person);
  const token = right.slice("Basic ".length);
  const malformed = [
    "Basic",
    "Basic ",
    `Basic ${encode("no colon")}`,
    `Basic ${encode("no-address:x")}`,
    `Basic ${withBytes(0xff)}`,
    `Basic ${withBytes(0xc0, 0x80)}`,
    `Basic ${withBytes(0)}`,
    `Basic ${withBytes(0x0a)}`,
    `Basic ${encode(`\ufeff${person.email}:${person.password}`)}`,
    `Basic ${token}=`,
    `Basic ${token.slice(0, -1)}`,
    `Basic ${token} ${token}`,
    `${right}, ${right}`,
    `Basic\t${token}`,
    token,
  ];
  const { hasher, pool } = service.resources;
  let work = 0;
  const verify = hasher.verify.bind(hasher);
  hasher.verify = (...given) => {
    work++;
    return verify(...given);
  };
  const query = pool.query.bind(pool) as (...given: unknown[]) => unknown;
  const counted = (...given: unknown[]): unknown => {
    if (JSON.stringify(given[0]).includes("account")) work++;
    return query(...given);
  };
  Object.assign(pool, { query: counted });
  const doors: [string, RequestInit][] = [
    ["/users/me", {}],
    ["/auth/activate", postJson({ code: "0000" })],
    ["/auth/activation-codes", { method: "POST" }],
  ];
  for (const [path, init] of doors) {
    for (const authorization of malformed) {
      const headers = { ...(init.headers as Record<string, string>), authorization };
      const { status } = await service.request(path, { ...init, headers });
      expect([path, authorization, status]).toEqual([path, authorization, 401]);
    }
    expect(work, path).toBe(0);
  }
  // A header that is one is looked up and hashed, right or wrong (control).
  for (const authorization of [right, basic({ ...person, password: "not the password" })])
    await service.request("/users/me", { headers: { authorization } });
  expect(work).toBeGreaterThanOrEqual(4);
});
