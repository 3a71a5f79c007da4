import type { Config } from "../config.ts";
import type { Origin } from "../postgres/audit-entries.ts";
import type { Context } from "./environment.ts";
import { requestAddress } from "./limit.ts";

/** Where a request came from and what names it, for the audit trail. */
export const originOf = (
  c: Context,
  { TRUSTED_PROXIES }: Pick<Config, "TRUSTED_PROXIES">,
): Origin => ({
  ip: requestAddress(c, TRUSTED_PROXIES),
  requestId: c.get("requestId"),
});
