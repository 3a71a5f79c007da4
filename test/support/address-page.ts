import { vi } from "vitest";
import { type AtAccount, openAccount } from "./account-page.ts";
import { codeIn } from "./email-api.ts";
import { newAddress } from "./email-change.ts";
import type { TestService } from "./service.ts";

/** Where the page of an account posts its forms about another address. */
export const ADDRESS_FORMS = { ask: "/account/email", confirm: "/account/email/confirm" };

export const addressFields = (
  { person }: Pick<AtAccount, "person">,
  new_email: string,
): Record<string, string> => ({ new_email, email_password: person.password });

/** Somebody who asked for another address by the page, with the code of its mail. */
export async function newAsking(
  service: TestService,
): Promise<AtAccount & { email: string; code: string }> {
  const at = await openAccount(service);
  const email = newAddress();
  const said = await at.send(ADDRESS_FORMS.ask, addressFields(at, email));
  if (said.status !== 303) throw new Error(`it answered ${said.status}`);
  const code = codeIn(await service.email.mailTo(email));
  await untilSent(at);
  return { ...at, email, code };
}

/** The page that says that a code was sent, which it does a moment after the mail is there. */
export const untilSent = ({ read }: AtAccount): Promise<string> =>
  vi.waitUntil(
    async () => {
      const { text } = await read();
      return text.includes("We sent a code to") && text;
    },
    { timeout: 15_000 },
  );
