import { randomUUID } from "node:crypto";
import { pseudonym } from "../../src/keys.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import { codeIn } from "./email-api.ts";
import type { TestService } from "./service.ts";

export type Person = { email: string; password: string };

/** Somebody nobody has met before. */
export const newPerson = (): Person => ({
  email: `${randomUUID()}@example.com`,
  password: `pass-${randomUUID()}`,
});

export const basic = ({ email, password }: Person): string =>
  `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`;

const JSON_TYPE = { "content-type": "application/json" };

export const postJson = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

type Requester = Pick<TestService, "request">;

export const register = (
  service: Requester,
  { email, password }: Person,
  headers: Record<string, string> = {},
): Promise<Response> => service.request("/users", postJson({ email, password }, headers));

export const activate = (service: Requester, person: Person, code: string): Promise<Response> =>
  service.request("/auth/activate", postJson({ code }, { authorization: basic(person) }));

export const requestCode = (service: Requester, person: Person): Promise<Response> =>
  service.request("/auth/activation-codes", {
    method: "POST",
    headers: { authorization: basic(person) },
  });

export const getMe = (service: Requester, person: Person): Promise<Response> =>
  service.request("/users/me", { headers: { authorization: basic(person) } });

/** Registers somebody new and reads the code of the mail. */
export async function registerNew(service: TestService): Promise<{ person: Person; code: string }> {
  const person = newPerson();
  const response = await register(service, person);
  if (response.status !== 202) throw new Error(`registration answered ${response.status}`);
  return { person, code: codeIn(await service.email.mailTo(person.email)) };
}

/** What names somebody's address where it must not stand. */
export const pseudonymOf = ({ resources }: TestService, { email }: Pick<Person, "email">): string =>
  pseudonym(resources.keys.address, email);

/** Where Redis keeps the live code of somebody. */
export const codeKeyOf = (service: TestService, person: Pick<Person, "email">): string =>
  keyOfCode({ holder: pseudonymOf(service, person), purpose: "activation" });

/** A code that is not the given one, of the same length; each number gives another one. */
export const wrongCode = (code: string, number = 1): string =>
  String((Number(code) + number) % 10 ** code.length).padStart(code.length, "0");
