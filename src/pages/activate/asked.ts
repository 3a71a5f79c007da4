import type { EmailAddress } from "../../domain/email-address.ts";
import { refuse } from "../../domain/failure.ts";
import { GUESS_LIMITS } from "../../features/registration/contract.ts";
import { findRegistration } from "../../features/registration/find-registration.ts";
import { activationSchema } from "../../features/registration/schemas.ts";
import { passwordCaller } from "../../http/caller.ts";
import type { Context } from "../../http/environment.ts";
import type { Form } from "../../http/form.ts";
import { givePending } from "../../http/pending-cookie.ts";
import { WRONG_PASSWORDS } from "../../http/wrong-passwords.ts";
import type { Resources } from "../../resources.ts";
import { EMAIL, PASSWORD, readFields } from "../fields.ts";
import { settle } from "../settle.ts";
import { type Answer, type FormState, type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { plainCode } from "../typed-code.ts";
import { showAsked } from "./view.ts";
import type { Waiting } from "./waiting.ts";
import { ACTIVATE_WORDS } from "./words/all.ts";

const FIELDS = { email: EMAIL, password: PASSWORD };
/** What is spent where the password is asked for. */
export const CALLER_LIMITS = [...GUESS_LIMITS, WRONG_PASSWORDS] as const;

const codeSchema = activationSchema.shape.code;
/** The code of a form; null when it is none. */
export const readCode = (form: Form): string | null =>
  codeSchema.safeParse(plainCode(form.get("code") ?? "")).data ?? null;

type Steps = {
  tryCode(c: Context, waiting: Waiting, code: string, whenWrong: () => void): Answer;
  answerEnd(c: Context, kind: "active" | "over"): Answer;
};

/**
 * Takes address, password and code of a browser that waits for nothing. Whoever has the password need not give it again
 * when the code is wrong.
 */
export function createAskedForm(
  site: Site,
  resources: Resources,
  { tryCode, answerEnd }: Steps,
): (c: Context, form: Form) => Promise<Response> {
  async function submit(c: Context, form: Form): Promise<Response | FormState> {
    const locale = site.localeOf(c);
    const read = readFields(form, FIELDS, locale);
    const code = readCode(form);
    if (!read.ok || code === null) {
      const wrongCode = code === null ? { code: ACTIVATE_WORDS[locale].codeInvalid } : {};
      return stateOfErrors(c, { ...(read.ok ? {} : read.errors), ...wrongCode });
    }
    const { email, password } = read.value;
    const caller = await settle(c, resources, findCaller(c, email, password));
    if (!caller.ok) return stateOfFailure(c, site, caller.failure);
    const { id } = caller.value;
    const { normalised: emailNormalised } = email;
    const registration = await findRegistration(resources, { id, emailNormalised });
    if (registration.kind === "active" || registration.kind === "over")
      return answerEnd(c, registration.kind);
    const remember = (): void => givePending(c, resources, { id, email });
    return tryCode(c, { id, email, registration }, code, remember);
  }

  const findCaller = async (
    c: Context,
    email: EmailAddress,
    password: string | null,
  ): ReturnType<typeof passwordCaller> =>
    password === null
      ? refuse("invalid_credentials")
      : passwordCaller(c, resources, { email, password }, CALLER_LIMITS);

  return async (c, form) => {
    const answer = await submit(c, form);
    if (answer instanceof Response) return answer;
    const values = { email: form.get("email") ?? "", code: form.get("code") ?? "" };
    return showAsked(c, site, { values, ...answer });
  };
}
