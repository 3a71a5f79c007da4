import type { Locator } from "playwright-core";
import type { Person } from "./client.ts";
import type { Visitor } from "./visitor.ts";

/** What the pages say in English; its hyphen does not break. */
export const ADDRESS = "E\u2011mail address";
const ACTIVATION = "Activate your account";

/** Registers at the form that is open, looks at it once more, and comes to where the code is typed. */
export async function registerAt(
  visitor: Visitor,
  { email, password }: Person,
  look: () => Promise<void> = async () => {},
): Promise<void> {
  await visitor.at("Create an account");
  await visitor.fillIn({ [ADDRESS]: email, Password: password });
  await look();
  await visitor.press("Enter");
  await visitor.at(ACTIVATION);
  await visitor.reads(email);
}

/** Signs in at the form that is open. */
export async function signInAt(visitor: Visitor, { email, password }: Person): Promise<void> {
  await visitor.at("Sign in");
  await visitor.fillIn({ [ADDRESS]: email, Password: password });
  await visitor.press("Enter");
}

/** Registers, reads the code in the inbox, types it, and is welcome. */
export async function arriveAt(visitor: Visitor, inbox: Visitor, person: Person): Promise<void> {
  await registerAt(visitor, person);
  await visitor.type(await readCode(inbox, person));
  await visitor.press("Enter");
  await visitor.at("Welcome");
}

/** The newest mail to somebody in the open inbox, once there are so many. */
export async function findMail({ page }: Visitor, { email }: Person, count = 1): Promise<Locator> {
  const mails = page
    .getByRole("list", { name: "Messages, newest first" })
    .getByRole("listitem")
    .filter({ hasText: `to ${email}` });
  await mails.nth(count - 1).waitFor();
  return mails.first();
}

/** The digits that stand large in the newest mail. */
export async function readCode(inbox: Visitor, person: Person, count = 1): Promise<string> {
  const mail = await findMail(inbox, person, count);
  return (await mail.getByRole("status").textContent()) ?? "";
}

/** Somebody in the list of the welcome page. */
export const newcomer = ({ page }: Visitor, { email }: Person): Locator =>
  page.getByRole("list", { name: "Who is new" }).getByRole("listitem").filter({ hasText: email });
