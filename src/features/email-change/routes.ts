import { describeAccount } from "../../accounts/describe-account.ts";
import type { Outcome } from "../../domain/failure.ts";
import { bearerCaller } from "../../http/caller.ts";
import { confirmedCaller } from "../../http/confirmed-caller.ts";
import type { Context } from "../../http/environment.ts";
import { spendLimits } from "../../http/limit.ts";
import { sendToNewAddress } from "../../http/new-address-limits.ts";
import { originOf } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { confirmEmailChange } from "./confirm-email-change.ts";
import { UNDO_LIMITS, confirmRoute, requestRoute, undoRoute } from "./contract.ts";
import { requestEmailChange } from "./request-email-change.ts";
import { undoEmailChange } from "./undo-email-change.ts";

const UNCHANGED = [{ field: "email", message: "is the account's address already" }];

/** Takes an address back by the token of a link, of the API or of a page, within the limits. Throws as undoEmailChange does. */
export async function undoByToken(
  c: Context,
  resources: Resources,
  token: string,
): Promise<Outcome<null, "rate_limited" | "link_expired" | "email_taken">> {
  const spent = await spendLimits(c, resources, UNDO_LIMITS, { emailNormalised: null });
  if (!spent.ok) return spent;
  return undoEmailChange(resources, { token, origin: originOf(c, resources.config) });
}

/** Another address for an account, and the way back. */
export function emailChangeRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config } = resources;

  router.openapi(requestRoute, async (c) => {
    const { email, current_password: currentPassword } = c.req.valid("json");
    const caller = await confirmedCaller(c, resources, currentPassword);
    if (!caller.ok) return problem(c, caller.failure);
    const { account } = caller.value;
    if (email.address === account.email)
      return problem(c, { code: "invalid_request", errors: UNCHANGED });
    const to = { accountId: account.id, emailNormalised: email.normalised };
    const origin = originOf(c, config);
    const requested = await sendToNewAddress(c, resources, to, () =>
      requestEmailChange(resources, caller.value, { email, origin }),
    );
    return requested.ok ? c.json(requested.value, 202) : problem(c, requested.failure);
  });

  router.openapi(confirmRoute, async (c) => {
    const { code } = c.req.valid("json");
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    const origin = originOf(c, config);
    const confirmed = await confirmEmailChange(resources, caller.value, { code, origin });
    if (!confirmed.ok) return problem(c, confirmed.failure);
    return c.json(await describeAccount(resources, confirmed.value), 200);
  });

  router.openapi(undoRoute, async (c) => {
    const undone = await undoByToken(c, resources, c.req.valid("json").token);
    return undone.ok ? c.body(null, 204) : problem(c, undone.failure);
  });

  return router;
}
