import { randomUUID } from "node:crypto";
import { vi } from "vitest";
import { findFreePort } from "../../src/dev/free-port.ts";
import { deriveKeys, pseudonym } from "../../src/keys.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import { json } from "./answer.ts";
import { type Person, activate, newPerson, register } from "./client.ts";
import { codeIn, linkIn } from "./email-api.ts";
import { type OpsService, startOpsService } from "./ops-service.ts";

export type PageService = Omit<OpsService, "open"> & {
  /** The newest mail to somebody that holds the text, once there are that many of them. */
  newestMail(person: Person, count: number, text?: string): Promise<{ text: string; html: string }>;
  /** Somebody who waits for nothing but to follow the link, and that link on this service. */
  registerNew(): Promise<{ person: Person; link: string; code: string }>;
  newActivePerson(): Promise<Person>;
  /** The address of a mail's link, on the host that the service listens on. */
  linkOf(mail: { text: string }): string;
  /** The link of the newest mail to somebody who forgot his password, once there are that many of them. */
  resetLinkTo(person: Person, count?: number): Promise<string>;
  /** What names somebody's address where it must not stand. */
  pseudonymOf(person: Person): string;
  /** Where Redis keeps the live code of somebody. */
  codeKeyOf(person: Person): string;
};

const MAIL_WAIT_MS = 15_000;

/** A real service with a real provider beside it, whose mails lead to its own pages. */
export async function startPageService(
  environment: Record<string, string> = {},
): Promise<PageService> {
  const secretKey = randomUUID() + randomUUID();
  const port = await findFreePort();
  const service = await startOpsService("node", {
    SECRET_KEY: secretKey,
    PUBLIC_URL: "https://id.shop.test",
    PORT: String(port),
    PAGE_ORIGINS: `http://127.0.0.1:${port}`,
    COOKIES: "plain",
    ...environment,
  });
  const { mock, request, url } = service;
  const { address } = deriveKeys(secretKey);
  const pseudonymOf = ({ email }: Person): string => pseudonym(address, email);

  const newestMail: PageService["newestMail"] = ({ email }, count, text = "") =>
    vi.waitUntil(
      async () => {
        const all: { text: string; html: string }[] = await json(
          fetch(`${mock.url}/inbox?to=${encodeURIComponent(email)}`),
        );
        const mails = all.filter((mail) => mail.text.includes(text));
        return mails.length >= count && mails[0];
      },
      { timeout: MAIL_WAIT_MS },
    );
  const linkOf: PageService["linkOf"] = (mail) => {
    const { pathname, hash } = linkIn(mail);
    return url + pathname + hash;
  };
  const registerNew: PageService["registerNew"] = async () => {
    const person = newPerson();
    await register({ request }, person);
    const mail = await newestMail(person, 1);
    return { person, link: linkOf(mail), code: codeIn(mail) };
  };
  return {
    ...service,
    newestMail,
    linkOf,
    registerNew,
    resetLinkTo: async (person, count = 1) =>
      linkOf(await newestMail(person, count, "/reset#token=")),
    async newActivePerson() {
      const { person, code } = await registerNew();
      const response = await activate({ request }, person, code);
      if (!response.ok) throw new Error(await response.text());
      return person;
    },
    pseudonymOf,
    codeKeyOf: (person) => keyOfCode({ holder: pseudonymOf(person), purpose: "activation" }),
  };
}
