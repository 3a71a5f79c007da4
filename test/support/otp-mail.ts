import { vi } from "vitest";
import type { MailState } from "../../src/postgres/mail-kinds.ts";
import { query } from "./query.ts";
import type { TestService } from "./service.ts";

type Stores = Pick<TestService, "resources">;
export type OtpMail = { id: string; state: MailState; attempts: number; last_error: string | null };

/** The passwordless codes that were asked for to an address, the newest first. */
export const otpMailsTo = (service: Stores, email: string): Promise<OtpMail[]> =>
  query(
    service,
    `select m.id, m.state, m.attempts, m.last_error from mail_messages m join otp_requests r on r.message_id = m.id
     where lower(m.recipient) = $1 order by m.requested_at desc`,
    email.toLowerCase(),
  ) as Promise<OtpMail[]>;

/** Waits until the newest of them is in a state; returns it. */
export const otpMailIn = (service: Stores, email: string, state: MailState): Promise<OtpMail> =>
  vi.waitUntil(
    async () => {
      const [newest] = await otpMailsTo(service, email);
      return newest?.state === state ? newest : null;
    },
    { timeout: 15_000 },
  );

/** Lets the time of the newest of them be over, as Postgres knows it. */
export const endOtp = (service: Stores, id: string): Promise<unknown> =>
  query(
    service,
    "update otp_requests set expires_at = now() - interval '1 s' where message_id = $1",
    id,
  );
