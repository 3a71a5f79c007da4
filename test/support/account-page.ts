import type { Person } from "./client.ts";
import { type PageClient, openPageClient, signInByPage } from "./page-client.ts";
import type { TestService } from "./service.ts";
import { newActivePerson } from "./session.ts";

/** What a page says after a form. */
export type Said = {
  status: number;
  /** Where a done form leads. */
  location: string | null;
  /** Its markup, each run of white space as one space. */
  text: string;
  /** The line above a form. */
  line: string | null;
  /** What is wrong, by field. */
  errors: Record<string, string>;
};

/** Somebody at the page of his account, in a browser without scripts. */
export type AtAccount = {
  person: Person;
  client: PageClient;
  /** Sends one of the page's forms. */
  send(path: string, fields?: Record<string, string>): Promise<Said>;
  /** Follows to where a done form leads, and reads that page. */
  follow(said: Said): Promise<Said>;
  read(path?: string): Promise<Said>;
};

/** Signs somebody in by the page; somebody new unless he is given. */
export async function openAccount(
  service: TestService,
  who?: Person,
  origin?: string,
): Promise<AtAccount> {
  const person = who ?? (await newActivePerson(service));
  const client = openPageClient(service, origin);
  const answer = await signInByPage(client, person);
  if (answer.status !== 303) throw new Error(`the sign-in answered ${answer.status}`);
  const read = async (path = "/account"): Promise<Said> => readPage(await client.get(path));
  return {
    person,
    client,
    read,
    send: async (path, fields = {}) => readPage(await client.post(path, fields)),
    follow: ({ location }) => read((location ?? "").split("#")[0]),
  };
}

/** Reads what an answer says to people. */
export async function readPage(response: Response): Promise<Said> {
  const text = (await response.text()).replaceAll(/\s+/g, " ");
  const errors = [...text.matchAll(/<p class="error" id="(\w+)-error">([^<]*)<\/p>/g)];
  const [, line] = /<p\s+class="status"[^>]*>\s*([^<]*?)\s*<\/p>/.exec(text) ?? [];
  return {
    status: response.status,
    location: response.headers.get("location"),
    text,
    line: line ?? null,
    errors: Object.fromEntries(errors.map(([, field = "", error = ""]) => [field, error])),
  };
}
