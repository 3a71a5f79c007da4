import type { Locale } from "../../domain/locale.ts";
import { resendAfter } from "../../domain/one-time-code.ts";
import { pseudonym } from "../../keys.ts";
import { type MailState, findNewestMailState } from "../../postgres/mail-messages.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Account } from "../../postgres/users.ts";
import type { CodeStanding } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";

export type CodeState = "queued" | "sent" | "expired" | "exhausted" | "undeliverable";

export type AccountView = {
  id: string;
  email: string;
  status: Account["status"];
  locale: Locale;
  created_at: string;
  activated_at: string | null;
  /** While pending only: how the newest code stands. */
  code?: {
    state: CodeState;
    expires_at: string | null;
    attempts_left: number;
    resend_after: string;
  };
};

/** What an owner sees of his account. Throws UnavailableError when a store is away. */
export async function describeAccount(
  { pool, codes, codePolicy, keys }: Pick<Resources, "pool" | "codes" | "codePolicy" | "keys">,
  account: Account,
): Promise<AccountView> {
  const view: AccountView = {
    id: account.id,
    email: account.email,
    status: account.status,
    locale: account.locale,
    created_at: account.createdAt.toISOString(),
    activated_at: account.activatedAt?.toISOString() ?? null,
  };
  if (account.status === "active") return view;
  const [mail, standing] = await Promise.all([
    attempt(() => findNewestMailState(pool, account.rowId)),
    codes.inspect(
      {
        addressPseudonym: pseudonym(keys.address, account.emailNormalised),
        purpose: "activation",
      },
      {
        accountRowId: account.rowId,
        generation: account.generation,
        sequence: account.codeSequence,
      },
    ),
  ]);
  const state = codeState(mail, standing);
  const isLive = standing !== null && state === "sent";
  return {
    ...view,
    code: {
      state,
      expires_at: isLive ? new Date(Date.now() + standing.lifeLeftMs).toISOString() : null,
      attempts_left: state === "queued" ? codePolicy.triesMax : isLive ? standing.triesLeft : 0,
      resend_after: resendAfter(codePolicy, account).toISOString(),
    },
  };
}

function codeState(mail: MailState | null, standing: CodeStanding | null): CodeState {
  if (mail === "undeliverable") return "undeliverable";
  if (standing && standing.triesLeft === 0) return "exhausted";
  // Known to Redis a moment before the message is settled: the minute runs from there.
  if (standing?.accepted) return "sent";
  return mail === "queued" ? "queued" : "expired";
}
