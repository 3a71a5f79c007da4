import { UNDO_LIFE_DAYS } from "../../domain/email-change.ts";
import { digestToken, mintLinkToken } from "../../domain/link-token.ts";
import { findEmailUndo } from "../../postgres/email-undos.ts";
import type { Resources } from "../../resources.ts";
import { pageLink } from "./page-link.ts";

const DAY_MS = 86_400_000;

/** The link back to an address that its account left; null once it leads nowhere. */
export async function prepareUndoLink(
  { mailPool, keys, config }: Pick<Resources, "mailPool" | "keys" | "config">,
  messageId: string,
): Promise<{ link: string; ttlMs: number } | null> {
  const token = mintLinkToken(keys.linkMint, messageId);
  if (!(await findEmailUndo(mailPool, digestToken(token)))) return null;
  const link = pageLink(config.PUBLIC_URL, "undo-email-change", { token });
  return { link, ttlMs: UNDO_LIFE_DAYS * DAY_MS };
}
