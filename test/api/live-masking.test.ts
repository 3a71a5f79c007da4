import { test } from "vitest";
import { type TestService, startService } from "../support/service.ts";
import { bearer, newSignedIn, openSession } from "../support/session.ts";

/** The addresses that a page is shown of who came before, once there is one. */
async function shownAt(service: TestService, tokens: { access_token: string }): Promise<string[]> {
  const answer = await service.request("/live/events?after=0", { headers: bearer(tokens) });
  let text = "";
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (/event: notice\n.*\n.*\n\n/.test(text)) break;
  }
  return [...text.matchAll(/"email":"([^"]*)"/g)].map(([, email = ""]) => email);
}

test("an address that was told in full is masked as soon as it is to be, also of who came before", async ({
  expect,
}) => {
  await using full = await startService({ LIVE_EMAIL: "full" });
  const { person, tokens } = await newSignedIn(full);
  expect(await shownAt(full, tokens)).toEqual([person.email]);
  const { DATABASE_URL, SECRET_KEY } = full.resources.config;
  await using masked = await startService({ DATABASE_URL, SECRET_KEY });
  expect(await shownAt(masked, await openSession(masked, person))).toEqual([
    expect.stringMatching(/^.\*\*\*@e\*\*\*\.com$/),
  ]);
});
