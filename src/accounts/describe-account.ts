import type { Locale } from "../../domain/locale.ts";
import { resendAfter } from "../../domain/one-time-code.ts";
import { pseudonym } from "../../keys.ts";
import { type MailState } from "../../postgres/mail-kinds.ts";
import { type MailStanding, findMailStanding } from "../../postgres/mail-messages.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Account } from "../../postgres/users.ts";
import type { CodeStanding } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";

export const CODE_STATES = [
  "queued",
  "sent",
  "expired",
  "exhausted",
  /** No provider took it in time. */
  "unsent",
  /** It cannot be delivered, or came back. */
  "undeliverable",
] as const;
export type CodeState = (typeof CODE_STATES)[number];

export type AccountView = {
  id: string;
  email: string;
  status: Account["status"];
  locale: Locale;
  created_at: string;
  activated_at: string | null;
  /** Undeliverable: mail to the address is refused, or comes back. */
  email_state: "ok" | "undeliverable";
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
  const addressPseudonym = pseudonym(keys.address, account.emailNormalised);
  const isPending = account.status === "pending";
  const [mail, standing] = await Promise.all([
    attempt(() => findMailStanding(pool, { accountRowId: account.rowId, addressPseudonym })),
    isPending
      ? codes.inspect(
          { addressPseudonym, purpose: "activation" },
          {
            accountRowId: account.rowId,
            generation: account.generation,
            sequence: account.codeSequence,
          },
        )
      : null,
  ]);
  const view: AccountView = {
    id: account.id,
    email: account.email,
    status: account.status,
    locale: account.locale,
    created_at: account.createdAt.toISOString(),
    activated_at: account.activatedAt?.toISOString() ?? null,
    email_state: isUndeliverable(mail) ? "undeliverable" : "ok",
  };
  if (!isPending) return view;
  const state = codeState(mail.newest, standing);
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

const CAME_BACK = new Set<MailState | null>(["undeliverable", "bounced", "complained"]);

// What came back put the address on the list: off it, the address is good again. A refused mail leaves no other trace.
const isUndeliverable = ({ isSuppressed, newest }: MailStanding): boolean =>
  isSuppressed || newest === "undeliverable";

function codeState(mail: MailState | null, standing: CodeStanding | null): CodeState {
  if (mail === "suppressed" || CAME_BACK.has(mail)) return "undeliverable";
  if (mail === "expired" || mail === "dropped") return "unsent";
  if (standing && standing.triesLeft === 0) return "exhausted";
  // Known to Redis a moment before the message is settled: the minute runs from there.
  if (standing?.accepted) return "sent";
  return mail === "queued" ? "queued" : "expired";
}
