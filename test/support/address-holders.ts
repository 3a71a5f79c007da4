import { nobodysCode } from "../../src/accounts/activation-code.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import { codeKeyOf, newPerson, register, registerNew } from "./client.ts";
import { query } from "./query.ts";
import type { TestService } from "./service.ts";
import { newActivePerson } from "./session.ts";

/** What an address can be to the service when a stranger registers it. */
export const HOLDERS: Record<string, (service: TestService) => Promise<string>> = {
  "nobody has it": async () => newPerson().email,
  "somebody waits for his code": async (service) => (await registerNew(service)).person.email,
  "it is active": async (service) => (await newActivePerson(service)).email,
  "it is active, and was registered again before": async (service) => {
    const { email } = await newActivePerson(service);
    await register(service, { ...newPerson(), email });
    await service.email.mailTo(email, 2);
    return email;
  },
  "it is disabled": async (service) => {
    const { email } = await newActivePerson(service);
    await query(service, "update users set status = 'disabled' where email = $1", email);
    return email;
  },
};

/** What is new with each request: ids, and the seconds that went by. */
const NEW = [
  [/[\w-]{180,}/g, "<sealed>"],
  [/(data-(?:expires|resend)-in-ms)="(?!0")\d+"/g, '$1="…"'],
  [/("(?:expires|resend)_in_ms"):(?!0[,}])\d+/g, '$1:"…"'],
  [/(stroke-dashoffset)="[\d.]+"/g, '$1="…"'],
  [/\d:\d\d(?=<\/span>)/g, "<clock>"],
  [/in \d+ seconds?/g, "in <seconds>"],
  [/\b(retry-after|t=)\W?\d+/g, "$1 <seconds>"],
  // How often it was looked at before.
  [/("account\.(?:ip|account)";r)=\d+/g, "$1=<left>"],
] as const;

/** All that a stranger sees of an answer, but for what is new with each. */
export async function seen(answer: Response, email: string): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => name !== "x-request-id");
  const text = [answer.status, ...headers, await answer.text()].join("\n");
  return NEW.reduce((all, [what, by]) => all.replaceAll(what, by), text.replaceAll(email, "<him>"));
}

/** Every code there is of an address, the one of nobody as well, is over. */
export const endCodes = (service: TestService, email: string): Promise<number> => {
  const { key } = nobodysCode(service.resources.keys, {
    rowId: "0",
    codeSequence: 0,
    registrationSequence: 0,
    emailNormalised: email,
  });
  return service.resources.redis.del(codeKeyOf(service, { email }), keyOfCode(key));
};
