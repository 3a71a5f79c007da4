import { checkCredentials } from "../credentials.ts";
import type { EmailAddress } from "../domain/email-address.ts";
import { type Outcome, accept, refuse } from "../domain/failure.ts";
import type { PolicyName } from "../limits/policies.ts";
import { insertAuditEntry } from "../postgres/audit-entries.ts";
import { attempt } from "../postgres/pool.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import { mintDeviceToken, readDeviceToken } from "../sessions/device-tokens.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, spendLimits } from "./limit.ts";
import { originOf } from "./origin.ts";
import {
  WRONG_ON_DEVICES,
  WRONG_PASSWORDS,
  auditWrongPassword,
  forgetWrongPasswords,
} from "./wrong-passwords.ts";

/** The limits on every way to sign in with a password, as its contract names them. */
export const SIGN_IN_LIMITS = [
  "sign-in.ip",
  "sign-in.address",
  WRONG_PASSWORDS,
  "sign-in.device",
  WRONG_ON_DEVICES,
] as const satisfies PolicyName[];

export type SignIn = {
  email: EmailAddress;
  /** Null for what no account can have. */
  password: string | null;
  /** What an earlier sign-in on this device got. */
  deviceToken: string | undefined;
};

type Admission = { account: Account; deviceToken: string };
type SignInResources = LimitResources &
  Pick<Resources, "pool" | "hasher" | "credentialCache" | "metrics">;
type Refusal = "invalid_credentials" | "not_active" | "account_disabled" | "rate_limited";
type SignInOutcome = Outcome<Admission, Refusal> & {
  /** With not_active: whose password it was. It waits for its code. */
  pending?: Account;
};

/**
 * The active account of an e-mail and password, and the token by which its device is known from now on. A known device
 * has a limit of its own on wrong passwords; all others share one, so that strangers who guess lock nobody out there.
 * Only who has the password is told why he may not sign in.
 */
export async function signInCaller(
  c: Context,
  resources: SignInResources,
  signIn: SignIn,
): Promise<SignInOutcome> {
  const outcome = await checkSignIn(c, resources, signIn);
  resources.metrics.signIns.inc({ result: outcome.ok ? "accepted" : outcome.failure.code });
  return outcome;
}

async function checkSignIn(
  c: Context,
  resources: SignInResources,
  { email, password, deviceToken }: SignIn,
): Promise<SignInOutcome> {
  const { keys, pool, config } = resources;
  const { normalised: emailNormalised } = email;
  const known = { emailNormalised, nowMs: Date.now() };
  const deviceId =
    deviceToken === undefined ? null : readDeviceToken(keys.device, deviceToken, known);
  const shared = ["sign-in.ip", "sign-in.address"] as const;
  const own =
    deviceId === null
      ? ([WRONG_PASSWORDS] as const)
      : (["sign-in.device", WRONG_ON_DEVICES] as const);
  const subject = { emailNormalised, ...(deviceId !== null && { deviceId }) };
  const spent = await spendLimits(c, resources, [...shared, ...own], subject);
  if (!spent.ok) return spent;
  // Refused without a hash: nobody can have it, so it tells nothing about the address either.
  if (password === null) return refuse("invalid_credentials");
  const { account, verified } = await checkCredentials(resources, { email, password });
  if (!verified) {
    await auditWrongPassword(c, resources, { action: "session.refused", email, account });
    return refuse("invalid_credentials");
  }
  forgetWrongPasswords(
    resources,
    spent.value,
    deviceId === null ? WRONG_PASSWORDS : WRONG_ON_DEVICES,
  );
  spent.value.refund(["sign-in.device"]);
  if (verified.status !== "active") {
    await attempt(() =>
      insertAuditEntry(pool, {
        action: "session.refused",
        actor: { kind: "user", name: verified.id },
        accountId: verified.id,
        origin: originOf(c, config),
        details: { reason: verified.status },
      }),
    );
    return verified.status === "pending"
      ? { ...refuse("not_active", { detail: NOT_ACTIVE }), pending: verified }
      : refuse("account_disabled");
  }
  return accept({
    account: verified,
    deviceToken: mintDeviceToken(keys.device, { ...known, deviceId }),
  });
}

const NOT_ACTIVE =
  "Activate it with the code of its mail: POST /auth/activate. A new code comes by POST /auth/activation-codes.";
