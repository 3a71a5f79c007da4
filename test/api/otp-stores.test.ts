import { AsyncLocalStorage } from "node:async_hooks";
import { afterAll, beforeAll, test, vi } from "vitest";
import { newPerson } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import { newActivePerson } from "../support/session.ts";
import { type TestService, startService } from "../support/service.ts";

/** What a request asks of the stores; what jobs and timers ask meanwhile is none of it. */
const asked = new AsyncLocalStorage<string[]>();

let service: TestService;
beforeAll(async () => {
  service = await startService();
  const { pool, redis } = service.resources;
  note(pool, "query", (given) => (given as { name?: string }).name ?? String(given));
  note(pool, "connect", (callback) => (callback === undefined ? "a transaction" : null));
  note(redis, "sendCommand", (command) => (command as { name: string }).name);
});
afterAll(() => service[Symbol.asyncDispose]());

/** Writes down each call of a method, by the name that it has; null for those that are part of another one. */
function note<Name extends string>(
  of: Record<Name, (...given: never[]) => unknown>,
  method: Name,
  nameOf: (given: unknown) => string | null,
): void {
  const call = of[method].bind(of) as (...given: unknown[]) => unknown;
  vi.spyOn(of, method as never).mockImplementation(((...given: unknown[]) => {
    const name = nameOf(given[0]);
    if (name !== null) asked.getStore()?.push(name);
    return call(...given);
  }) as never);
}

async function workOf(
  request: () => Promise<Response>,
): Promise<{ status: number; asked: string[] }> {
  const work: string[] = [];
  const { status } = await asked.run(work, request);
  return { status, asked: work };
}

test("a right code is checked by its limit and one script, without Postgres; only a session asks that", async ({
  expect,
}) => {
  const { email } = await newActivePerson(service);
  const { id, code } = await askForOtp(service, { email });
  const proved = await workOf(() => verifyOtp(service, id, code));
  expect(proved).toEqual({ status: 200, asked: ["evalsha", "evalsha"] });
  const signedIn = await workOf(() => verifyOtp(service, id, code, {}, "?session=true"));
  expect(signedIn.status).toBe(200);
  // Seen where it is asked (control).
  expect(signedIn.asked).toContain("a transaction");
});

test("asking for a code writes the mail job in one statement, and looks nothing up", async ({
  expect,
}) => {
  const known = await newActivePerson(service);
  const { email } = newPerson();
  for (const each of [email, email, known.email]) {
    const { status, asked: work } = await workOf(() => sendOtp(service, each));
    expect(status).toBe(202);
    expect(work.filter((name) => name !== "evalsha")).toEqual(["queue-otp"]);
  }
});
