import { activationCode, nobodysCode } from "../../accounts/activation-code.ts";
import { type CodeState, codeState } from "../../accounts/describe-account.ts";
import { cooldownLeftMs } from "../../domain/one-time-code.ts";
import { findMailStanding } from "../../postgres/mail-messages.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";
import type { FoundRegistration } from "./find-registration.ts";

/** A registration that waits, as far as its browser can see. */
export type WaitingRegistration = Extract<FoundRegistration, { kind: "pending" | "nobodys" }>;

/** How its code stands, in numbers that need nobody's clock. */
export type RegistrationStanding = {
  state: CodeState;
  /** Zero unless a code can be typed now. */
  lifeLeftMs: number;
  attemptsLeft: number;
  /** Until the next code can be asked for. */
  resendLeftMs: number;
  digits: number;
};

type DescribeResources = Pick<Resources, "pool" | "codes" | "codePolicy" | "keys">;

/** How the newest code of a registration stands, or the one that nobody has. Throws UnavailableError when a store is away. */
export async function describeRegistration(
  { pool, codes, codePolicy, keys }: DescribeResources,
  { kind, account }: WaitingRegistration,
): Promise<RegistrationStanding> {
  const code = (kind === "pending" ? activationCode : nobodysCode)(keys, account);
  const addressPseudonym = activationCode(keys, account).key.holder;
  const [mail, standing] = await Promise.all([
    attempt(() => findMailStanding(pool, { accountRowId: account.rowId, addressPseudonym })),
    codes.inspect(code.key, code.number),
  ]);
  const state = codeState(mail.newest, standing);
  const live = state === "sent" ? standing : null;
  return {
    state,
    lifeLeftMs: live?.lifeLeftMs ?? 0,
    attemptsLeft: live?.triesLeft ?? (state === "queued" ? codePolicy.triesMax : 0),
    resendLeftMs: cooldownLeftMs(codePolicy, { ...account, codeSequence: codesOf(account) }),
    digits: live?.digits ?? codePolicy.digits,
  };
}

/**
 * How many codes a registration asked for. The wait for the next one goes by these alone: those of older registrations,
 * which others may have made, would tell of them.
 */
export const codesOf = ({
  codeSequence,
  registrationSequence,
}: WaitingRegistration["account"]): number => codeSequence - registrationSequence + 1;
