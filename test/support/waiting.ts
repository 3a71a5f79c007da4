import { vi } from "vitest";
import type { StandingView } from "../../src/pages/activate/waiting.ts";
import { json } from "./answer.ts";
import { type Person, newPerson } from "./client.ts";
import { codeIn } from "./email-api.ts";
import { type PageClient, openPageClient } from "./page-client.ts";
import { query } from "./query.ts";
import type { TestService } from "./service.ts";

/** Somebody who registered by the page, in a browser without scripts. */
export type AtCode = { person: Person; client: PageClient };

/** Registers by the form of the page. Throws when that does not lead to the code. */
export async function registerByPage(
  service: TestService,
  person: Person = newPerson(),
  client = openPageClient(service),
): Promise<AtCode> {
  const answer = await client.post("/register", person);
  if (answer.headers.get("location") !== "/activate")
    throw new Error(`the registration answered ${answer.status}`);
  return { person, client };
}

/** How the code stands, as the script of the page is told. */
export const standingOf = ({ client }: AtCode): Promise<StandingView> =>
  json(client.get("/activate/state"));

/** Waits until it stands so. */
export const untilState = (at: AtCode, state: string): Promise<StandingView> =>
  vi.waitUntil(
    async () => {
      const standing = await standingOf(at);
      return standing.state === state && standing;
    },
    { timeout: 15_000, interval: 20 },
  );

export const typeCode = ({ client }: AtCode, code: string): Promise<Response> =>
  client.post("/activate", { code });

export const resendCode = ({ client }: AtCode): Promise<Response> =>
  client.post("/activate/resend", {});

/** The n-th code that came to somebody. */
export const codeTo = async (service: TestService, { email }: Person, nth = 1): Promise<string> =>
  codeIn(await service.email.mailTo(email, nth));

/** Makes the last code of somebody so old that the next one can be asked for. */
export const passCooldown = (service: TestService, { email }: Person): Promise<unknown> =>
  query(
    service,
    "update users set code_requested_at = now() - interval '1 h' where email_normalised = $1",
    email,
  );

/** What a page says of a field that is wrong, or above its form; null when nothing is. */
export function saidIn(page: string): string | null {
  const said = /<p\s+class="(?:error|status)"[^>]*>([^<]*)</.exec(page);
  return said?.[1]?.trim() ?? null;
}
