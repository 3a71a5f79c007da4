import type { Config } from "../config.ts";
import { type Outcome, type RefusalReason, accept, refuse } from "../domain/failure.ts";
import { type BreachCheck } from "./breach-check.ts";
import type { PasswordOwner } from "./context-words.ts";

export type PasswordPolicy = {
  /**
   * Whether a password of the right length and form may be chosen by this owner. `field` is where it stands in the
   * request. Throws UnavailableError when the breach check is away and BREACH_CHECK_WHEN_AWAY is deny.
   */
  check(
    password: string,
    owner: PasswordOwner,
    field?: string,
  ): Promise<Outcome<null, "password_refused">>;
};

/** The reason, as NIST SP 800-63B-4 §3.1.1.2 asks, and never which part of the password it was. */
const MESSAGES: Record<RefusalReason, string> = {
  too_common: "is one of the passwords that are tried first, or almost one",
  contains_context: "is little more than a name of yours or of this service",
  repetitive: "is little more than a repetition or a sequence",
  breached: "is known from a data breach of another service",
};

const SERVICE = "latchkey";

/** Loads what the service knows of common passwords, which takes a while: once it can answer, and before it is asked. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- the module's own type is the type
export const loadWeaknesses = () => import("./weaknesses.ts");

/** The rules for passwords that are chosen, beside their length. What needs no network is asked first. */
export function createPasswordPolicy(
  { PRODUCT_NAME, PUBLIC_URL }: Pick<Config, "PRODUCT_NAME" | "PUBLIC_URL">,
  isBreached: BreachCheck,
): PasswordPolicy {
  const names = [SERVICE, PRODUCT_NAME, new URL(PUBLIC_URL).hostname];

  async function reasonAgainst(
    password: string,
    owner: PasswordOwner,
  ): Promise<RefusalReason | null> {
    const { weaknessOf } = await loadWeaknesses();
    return weaknessOf(password, names, owner) ?? ((await isBreached(password)) ? "breached" : null);
  }

  return {
    async check(password, owner, field = "password") {
      const reason = await reasonAgainst(password, owner);
      if (reason === null) return accept(null);
      return refuse("password_refused", { reason, errors: [{ field, message: MESSAGES[reason] }] });
    },
  };
}
