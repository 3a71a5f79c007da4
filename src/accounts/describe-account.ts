import { activationCode } from "./activation-code.ts";
import { EMAIL_CHANGE_CODE } from "../domain/email-change.ts";
import type { Locale } from "../domain/locale.ts";
import { type CodeRequest, resendAfter } from "../domain/one-time-code.ts";
import { findEmailChange } from "../postgres/email-changes.ts";
import { type MailState } from "../postgres/mail-kinds.ts";
import { type MailStanding, findMailStanding } from "../postgres/mail-messages.ts";
import { attempt } from "../postgres/pool.ts";
import type { Account, DescribedAccount } from "../postgres/users.ts";
import type { CodeStanding } from "../redis/one-time-codes.ts";
import type { Resources } from "../resources.ts";
import { emailChangeCode } from "./email-change-code.ts";

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

export type CodeView = {
  state: CodeState;
  /** Null unless a code can be typed now. */
  expires_at: string | null;
  attempts_left: number;
  resend_after: string;
};

export type AccountView = {
  id: string;
  email: string;
  username: string | null;
  status: Account["status"];
  role: Account["role"];
  locale: Locale;
  created_at: string;
  activated_at: string | null;
  /** Undeliverable: mail to the address is refused, or comes back. */
  email_state: "ok" | "undeliverable";
  /** The address it is to have, until its code comes back. */
  email_change: (CodeView & { email: string }) | null;
  /** While pending only: how the newest code stands. */
  code?: CodeView;
};

export type DescribeResources = Pick<Resources, "pool" | "codes" | "codePolicy" | "keys">;

/** What an owner sees of his account. Throws UnavailableError when a store is away. */
export async function describeAccount(
  resources: DescribeResources,
  account: Account,
): Promise<AccountView> {
  const { pool, codes, codePolicy, keys } = resources;
  const activation = activationCode(keys, account);
  const addressPseudonym = activation.key.holder;
  const isPending = account.status === "pending";
  const [mail, standing, emailChange] = await Promise.all([
    attempt(() => findMailStanding(pool, { accountRowId: account.rowId, addressPseudonym })),
    isPending ? codes.inspect(activation.key, activation.number) : null,
    isPending ? null : describeEmailChange(resources, account),
  ]);
  const view = viewAccount(account, mail, emailChange);
  if (!isPending) return view;
  const code = describeCode(codePolicy, account, {
    mail: mail.newest,
    standing,
    triesMax: codePolicy.triesMax,
  });
  return { ...view, code };
}

/** What an owner sees of his account once it is active. */
export const viewAccount = (
  account: DescribedAccount,
  mail: MailStanding,
  emailChange: AccountView["email_change"],
): AccountView => ({
  id: account.id,
  email: account.email,
  username: account.username,
  status: account.status,
  role: account.role,
  locale: account.locale,
  created_at: account.createdAt.toISOString(),
  activated_at: account.activatedAt?.toISOString() ?? null,
  email_state: isUndeliverable(mail) ? "undeliverable" : "ok",
  email_change: emailChange,
});

/**
 * The new address that an account asked for, and how its code stands; null without one. The same whoever has the address:
 * the owner of another account must not be told of to whoever asks for it.
 */
export async function describeEmailChange(
  { pool, codes, codePolicy, keys }: DescribeResources,
  account: Pick<Account, "rowId">,
): Promise<AccountView["email_change"]> {
  const change = await attempt(() => findEmailChange(pool, account.rowId));
  if (!change || change.isVoid || change.confirmedAt) return null;
  const { key, number } = emailChangeCode(keys, change);
  const standing = await codes.inspect(key, number);
  const { triesMax } = EMAIL_CHANGE_CODE;
  const code = describeCode(codePolicy, change, { mail: change.mailState, standing, triesMax });
  return { email: change.email, ...code };
}

function describeCode(
  codePolicy: Resources["codePolicy"],
  newest: CodeRequest,
  of: { mail: MailState | null; standing: CodeStanding | null; triesMax: number },
): CodeView {
  const { mail, standing, triesMax } = of;
  const state = codeState(mail, standing);
  const isLive = standing !== null && state === "sent";
  return {
    state,
    expires_at: isLive ? new Date(Date.now() + standing.lifeLeftMs).toISOString() : null,
    attempts_left: state === "queued" ? triesMax : isLive ? standing.triesLeft : 0,
    resend_after: resendAfter(codePolicy, newest).toISOString(),
  };
}

const CAME_BACK = new Set<MailState | null>(["undeliverable", "bounced", "complained"]);

// What came back put the address on the list: off it, the address is good again. A refused mail leaves no other trace.
const isUndeliverable = ({ isSuppressed, newest }: MailStanding): boolean =>
  isSuppressed || newest === "undeliverable";

/** How a code stands, by its mail's state and what Redis knows of it. */
export function codeState(mail: MailState | null, standing: CodeStanding | null): CodeState {
  if (mail === "suppressed" || CAME_BACK.has(mail)) return "undeliverable";
  if (mail === "expired" || mail === "dropped") return "unsent";
  if (standing && standing.triesLeft === 0) return "exhausted";
  // Known to Redis a moment before the message is settled: the minute runs from there.
  if (standing?.accepted) return "sent";
  return mail === "queued" ? "queued" : "expired";
}
