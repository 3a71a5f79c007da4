import { createRoute } from "@hono/zod-openapi";
import { ADMIN_CONTRACT, ADMIN_PROBLEMS } from "../../http/admin.ts";
import { jsonContent } from "../../http/json-content.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import {
  type User,
  changeSchema,
  deletionSchema,
  idSchema,
  listQuerySchema,
  userDetailsSchema,
  userSchema,
  usersSchema,
} from "./schemas.ts";

const USER: User = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "ada@example.com",
  username: "Ada",
  status: "active",
  role: "user",
  locale: "en",
  created_at: "2026-01-31T12:00:00.000Z",
  activated_at: "2026-01-31T12:00:41.000Z",
};

const bodyProblems = [...BODY_PROBLEMS, ...ADMIN_PROBLEMS] as const;

export const listRoute = createRoute({
  operationId: "listUsers",
  method: "get",
  path: "/admin/users",
  ...ADMIN_CONTRACT,
  summary: "Accounts, the newest first; those of a search by what was found of them",
  description: "A page can have fewer accounts than its limit: go on with next until it is null.",
  request: { query: listQuerySchema },
  responses: {
    200: {
      description: "One page.",
      content: jsonContent(usersSchema, { users: [USER], next: null }),
    },
    ...problemResponses("invalid_request", ...ADMIN_PROBLEMS),
  },
});

export const readRoute = createRoute({
  operationId: "getUser",
  method: "get",
  path: "/admin/users/{id}",
  ...ADMIN_CONTRACT,
  summary: "An account: its sessions, how its mail stands, and what slows its sign-in down",
  request: { params: idSchema },
  responses: {
    200: {
      description: "The account.",
      content: jsonContent(userDetailsSchema, {
        ...USER,
        sessions: [
          {
            id: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
            device: "Firefox on Linux",
            ip: "198.51.100.7",
            client_id: null,
            created_at: "2026-01-31T12:01:00.000Z",
            last_used_at: "2026-01-31T12:20:00.000Z",
          },
        ],
        mail: { newest: "sent", is_suppressed: false },
        sign_in_locks: [{ limit: "sign-in.failures", until: "2026-02-01T12:00:00.000Z" }],
        audit: `/admin/audit?account_id=${USER.id}`,
      }),
    },
    ...problemResponses("not_found", ...ADMIN_PROBLEMS),
  },
});

export const changeRoute = createRoute({
  operationId: "changeUser",
  method: "patch",
  path: "/admin/users/{id}",
  ...ADMIN_CONTRACT,
  summary: "Disable or enable an account, or change its role",
  description:
    "Disabling ends all sessions of the account at once. What is so already stays so. There is always one active administrator left.",
  request: {
    params: idSchema,
    body: { required: true, content: jsonContent(changeSchema, { disabled: true }) },
  },
  responses: {
    200: {
      description: "The account as it is now.",
      content: jsonContent(userSchema, { ...USER, status: "disabled" }),
    },
    ...problemResponses(...bodyProblems, "not_found", "account_pending", "last_admin"),
  },
});

export const unlockRoute = createRoute({
  operationId: "unlockUser",
  method: "post",
  path: "/admin/users/{id}/unlock",
  ...ADMIN_CONTRACT,
  summary: "Forget the wrong passwords and resets that slow the account's sign-in down",
  description: "It has no body.",
  request: { params: idSchema },
  responses: {
    204: { description: "It counts from zero." },
    ...problemResponses(
      "payload_too_large",
      "unsupported_media_type",
      "not_found",
      ...ADMIN_PROBLEMS,
    ),
  },
});

export const deleteRoute = createRoute({
  operationId: "deleteUser",
  method: "delete",
  path: "/admin/users/{id}",
  ...ADMIN_CONTRACT,
  summary: "Delete an account, as its owner can; not one's own, and not the last administrator's",
  request: {
    params: idSchema,
    // The one body that can be left out: there is nothing in it that has to be.
    body: {
      required: false,
      content: jsonContent(deletionSchema, { reason: "asked for by post" }),
    },
  },
  responses: {
    204: { description: "It is gone." },
    ...problemResponses(...bodyProblems, "not_found", "own_account", "last_admin"),
  },
});
