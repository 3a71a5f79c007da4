import { json } from "./answer.ts";
import { newPerson, postJson } from "./client.ts";
import { codeIn } from "./email-api.ts";
import type { TestService } from "./service.ts";

type Requester = Pick<TestService, "request">;

/** What POST /otp/send answers. */
export type OtpRequested = { id: string; expires_at: string; resend_after: string };

export const sendOtp = (
  service: Requester,
  email: string,
  more: Record<string, unknown> = {},
  from?: string,
): Promise<Response> =>
  service.request("/otp/send", {
    ...postJson({ email, ...more }),
    ...(from === undefined ? {} : { from }),
  });

export const verifyOtp = (
  service: Requester,
  id: string,
  code: string,
  more: Record<string, unknown> = {},
  query = "",
): Promise<Response> => service.request(`/otp/verify${query}`, postJson({ id, code, ...more }));

/** Asks for a code for an address, somebody's or nobody's, and reads it from its mail. */
export async function askForOtp(
  service: TestService,
  { email = newPerson().email, ...more }: Record<string, unknown> & { email?: string } = {},
): Promise<{ email: string; id: string; code: string }> {
  const seen = service.email.accepted.filter(({ to }) => to === email).length;
  const response = await sendOtp(service, email, more);
  if (response.status !== 202) throw new Error(`sending a code answered ${response.status}`);
  const { id } = await (json(response) as Promise<OtpRequested>);
  return { email, id, code: codeIn(await service.email.mailTo(email, seen + 1)) };
}
