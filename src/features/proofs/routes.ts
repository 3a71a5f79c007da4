import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { checkProof } from "./check-proof.ts";
import { checkRoute } from "./contract.ts";

/** Identity proofs, for services that would rather ask than verify. */
export function proofRoutes(resources: Resources): Router {
  const router = createRouter();
  router.openapi(checkRoute, async (c) => {
    const { single_use: isSingleUse, ...given } = c.req.valid("json");
    const subject = { emailNormalised: null };
    const spent = await spendLimits(c, resources, checkRoute[RATE_LIMITS], subject);
    if (!spent.ok) return problem(c, spent.failure);
    const checked = await checkProof(resources, { ...given, isSingleUse });
    return checked.ok ? c.json(checked.value, 200) : problem(c, checked.failure);
  });
  return router;
}
