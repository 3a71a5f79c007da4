import { test } from "vitest";
import { activate, newPerson, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { startService } from "../support/service.ts";
import { startSmtpServer } from "../support/smtp-server.ts";

test("a code comes by SMTP when the API before it is dead", async ({ expect }) => {
  const received = Promise.withResolvers<string>();
  await using relay = await startSmtpServer(
    { disabledCommands: ["STARTTLS"] },
    { onMail: ({ mails }) => received.resolve(mails[0]?.raw ?? "") },
  );
  await using service = await startService({
    EMAIL_PROVIDERS: "http,smtp",
    SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
    SMTP_TLS: "off",
  });
  service.email.answerWith(() => new Response(null, { status: 503 }));
  const person = newPerson();
  await register(service, person);
  const text = (await received.promise).replaceAll("\r\n", "\n");
  expect(relay.mails).toHaveLength(1);
  expect(relay.mails[0]?.recipients).toEqual([person.email]);
  await expect
    .poll(async () => (await activate(service, person, codeIn({ text }))).status)
    .toBe(200);
});
