import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { inbox } from "../support/mail-mock.ts";
import { sendOtp, verifyOtp } from "../support/otp.ts";
import {
  LOST_JOB_TIMEOUT,
  type MailMock,
  clientOf,
  startFailingService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

/** Threats, row 41: where a kill -9 meets a passwordless code and its mail. */
const POINTS = [
  ["while it is written", "during queue-otp"],
  ["when it is committed, before the 202", "after queue-otp"],
  ["when its code is stored, before the mail", "before mail"],
  ["when the provider has accepted it", "after mail"],
] as const;

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

describe.concurrent("killed -9", () => {
  test.for(POINTS)(
    "%s: one mail, whose code is good with the id of whoever asks again",
    LOST_JOB_TIMEOUT,
    async ([, failpoint], { expect }) => {
      const environment = {
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: mock.url,
        EMAIL_TIMEOUT_MS: "1000",
        CODE_RESEND_SECONDS: "600",
        SECRET_KEY: `the same secret before and after the kill: ${failpoint}`,
      };
      const { email } = newPerson();
      const first = await startFailingService("node", failpoint, environment);
      await sendOtp(clientOf(first), email).catch(() => undefined);
      expect(await first.exited).toBe("SIGKILL");

      await using second = await startServiceProcess("node", environment);
      const { id } = await json(sendOtp(clientOf(second), email));
      const code = codeIn(await mock.mailTo(email));
      await second.line(/"msg":"mail accepted"/);
      const mails = await inbox(mock.url, `?to=${email}`);
      expect(mails).toHaveLength(1);
      const written = "select id from mail_messages";
      const messages = await queryDatabase<{ id: string }>(environment.DATABASE_URL, written);
      expect(messages.map((each) => each.id)).toEqual(mails.map((mail) => mail.idempotency_key));
      expect((await verifyOtp(clientOf(second), id, code)).status).toBe(200);
    },
  );
});
