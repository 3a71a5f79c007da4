import { z } from "@hono/zod-openapi";
import { LOCALES } from "../../domain/locale.ts";
import { cursorSchema, pageLimitSchema } from "../../http/cursors.ts";
import { reasonSchema } from "../../http/reason-schema.ts";
import { MAIL_STATES } from "../../postgres/mail-kinds.ts";
import type { ListedUser } from "../../postgres/user-pages.ts";
import { ACCOUNT_STATUSES, ROLES } from "../../postgres/users.ts";
import type { FoundUser } from "./find-user.ts";

/** At most so many accounts a page: with the limit on administrators it bounds how fast all can be copied. */
const LIST_MAX = 100;
const SEARCH_MAX = 254;

export const idSchema = z.object({
  id: z
    .guid()
    .toLowerCase()
    .openapi({ param: { name: "id", in: "path" }, format: "uuid" }),
});

export const listQuerySchema = z.strictObject({
  status: z.enum(ACCOUNT_STATUSES).optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(SEARCH_MAX)
    .regex(/^\P{C}*$/u, "must be text without control characters")
    .optional()
    .openapi({
      pattern: "^[^\\u0000-\\u001f]*$",
      description: "How an address or a username begins, a whole id, or @ and a domain.",
      example: "ada@",
    }),
  limit: pageLimitSchema(LIST_MAX, 50),
  cursor: cursorSchema,
});

export const changeSchema = z
  .strictObject({ disabled: z.boolean().optional(), role: z.enum(ROLES).optional() })
  .refine(({ disabled, role }) => disabled !== undefined || role !== undefined, {
    message: "disabled or role is required",
  })
  .openapi("UserChange");

export const deletionSchema = z
  .strictObject({
    reason: reasonSchema.optional().meta({ description: "Kept in the audit trail: name nobody." }),
  })
  .openapi("UserDeletion");

const timestamp = z.iso.datetime();

export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    username: z.string().nullable(),
    status: z.enum(ACCOUNT_STATUSES),
    role: z.enum(ROLES),
    locale: z.enum(LOCALES),
    created_at: timestamp,
    activated_at: timestamp.nullable(),
  })
  .openapi("AdminUser");

export const usersSchema = z
  .object({
    users: z.array(userSchema),
    next: z
      .string()
      .nullable()
      .meta({ description: "For cursor, with the same filters; null at the end." }),
  })
  .openapi("AdminUsers");

export const userDetailsSchema = userSchema
  .extend({
    sessions: z
      .array(
        z.object({
          id: z.uuid(),
          device: z.string(),
          ip: z.string(),
          client_id: z.string().nullable().meta({ description: "The OAuth client it is of." }),
          created_at: timestamp,
          last_used_at: timestamp,
        }),
      )
      .meta({ description: "Those that live, the one used last first." }),
    mail: z.object({
      newest: z.enum(MAIL_STATES).nullable().meta({ description: "What became of the newest." }),
      is_suppressed: z.boolean().meta({ description: "Nothing is sent: mail came back." }),
    }),
    sign_in_locks: z
      .array(z.object({ limit: z.string(), until: timestamp }))
      .nullable()
      .meta({
        description: "Limits that are spent; unlock clears them. Null while Redis is away.",
      }),
    audit: z.string().meta({ description: "Where its entries of the audit trail are." }),
  })
  .openapi("AdminUserDetails");

export type User = z.output<typeof userSchema>;

/** An account in a list of administrators. */
export const describeUser = (
  user: Omit<ListedUser, "rowId" | "emailNormalised" | "createdMicros">,
): User => ({
  id: user.id,
  email: user.email,
  username: user.username,
  status: user.status,
  role: user.role,
  locale: user.locale,
  created_at: user.createdAt.toISOString(),
  activated_at: user.activatedAt?.toISOString() ?? null,
});

type UserDetails = z.output<typeof userDetailsSchema>;

/** An account with what is open for it, as administrators see it. */
export const describeFoundUser = ({ account, sessions, mail, locks }: FoundUser): UserDetails => ({
  ...describeUser(account),
  sessions: sessions.map((session) => ({
    id: session.id,
    device: session.device,
    ip: session.ip,
    client_id: session.clientId,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
  })),
  mail: { newest: mail.newest, is_suppressed: mail.isSuppressed },
  sign_in_locks:
    locks?.map(({ policy, resetMs }) => ({
      limit: policy,
      until: new Date(Date.now() + resetMs).toISOString(),
    })) ?? null,
  audit: `/admin/audit?account_id=${account.id}`,
});
