import { adminActor } from "../../http/admin.ts";
import { openCursor, sealCursor } from "../../http/cursors.ts";
import type { Context } from "../../http/environment.ts";
import { identifySpender } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Spender } from "../../limits/limiter.ts";
import type { Actor, Origin } from "../../postgres/audit-entries.ts";
import { ACCOUNT_STATUSES, type Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { changeUser } from "./change-user.ts";
import { changeRoute, deleteRoute, listRoute, readRoute, unlockRoute } from "./contract.ts";
import { deleteUser } from "./delete-user.ts";
import { findUser } from "./find-user.ts";
import { listUsers, readSearch } from "./list-users.ts";
import { describeFoundUser, describeUser } from "./schemas.ts";
import { unlockUser } from "./unlock-user.ts";

/** Accounts, for administrators: to find, to disable, to unlock and to delete. */
export function adminRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config, keys } = resources;
  const identify = ({ emailNormalised, id: accountId }: Account): Spender =>
    identifySpender(resources, "", { emailNormalised, accountId });
  const by = (c: Context): { actor: Actor; origin: Origin } => ({
    actor: adminActor(c.get("admin")),
    origin: originOf(c, config),
  });

  router.openapi(listRoute, async (c) => {
    const { status, search: typed, limit, cursor } = c.req.valid("query");
    const search = readSearch(typed);
    const list = JSON.stringify(["users", status ?? null, search]);
    const opened = openCursor(keys, list, cursor);
    if (!opened.ok) return problem(c, opened.failure);
    const statuses = status === undefined ? ACCOUNT_STATUSES : [status];
    const page = await listUsers(resources, { statuses, search, after: opened.value, limit });
    const next = page.after && sealCursor(keys, list, page.after);
    return c.json({ users: page.users.map(describeUser), next }, 200);
  });

  router.openapi(readRoute, async (c) => {
    const { id: accountId } = c.req.valid("param");
    const found = await findUser(resources, { accountId, identify });
    if (!found.ok) return problem(c, found.failure);
    return c.json(describeFoundUser(found.value), 200);
  });

  router.openapi(changeRoute, async (c) => {
    const { id: accountId } = c.req.valid("param");
    const change = c.req.valid("json");
    const outcome = await changeUser(resources, { accountId, change, ...by(c) });
    if (!outcome.ok) return problem(c, outcome.failure);
    return c.json(describeUser(outcome.value.account), 200);
  });

  router.openapi(unlockRoute, async (c) => {
    const { id: accountId } = c.req.valid("param");
    const unlocked = await unlockUser(resources, { accountId, identify, ...by(c) });
    return unlocked.ok ? c.body(null, 204) : problem(c, unlocked.failure);
  });

  router.openapi(deleteRoute, async (c) => {
    const { id: accountId } = c.req.valid("param");
    const { reason } = c.req.valid("json");
    const deleted = await deleteUser(resources, { accountId, reason, ...by(c) });
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.failure);
  });

  return router;
}
