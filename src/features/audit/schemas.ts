import { z } from "@hono/zod-openapi";
import { cursorSchema, pageLimitSchema } from "../../http/cursors.ts";
import { ACTOR_KINDS, AUDIT_ACTIONS } from "../../postgres/audit-entries.ts";
import type { AuditEntry, AuditFilter } from "../../postgres/audit-trail.ts";

const LIST_MAX = 200;
const ACTOR_MAX = 64;

const momentSchema = z.iso.datetime({ offset: true }).optional();

export const auditQuerySchema = z.strictObject({
  account_id: z.guid().toLowerCase().optional().meta({ description: "Whom it is about." }),
  action: z.enum(AUDIT_ACTIONS).optional(),
  actor: z
    .string()
    .min(1)
    .max(ACTOR_MAX)
    .regex(/^\P{C}*$/u, "must be text without control characters")
    .optional()
    .openapi({
      pattern: "^[^\\u0000-\\u001f]*$",
      description: "Who did it: the id of an account, or an operator's name.",
    }),
  from: momentSchema,
  to: momentSchema.meta({ description: "Exclusive." }),
  limit: pageLimitSchema(LIST_MAX, 50),
  cursor: cursorSchema,
});

type AuditQuery = z.output<typeof auditQuerySchema>;

/** What a query narrows the trail down to. */
export const readFilter = ({ account_id: accountId, ...given }: AuditQuery): AuditFilter => ({
  accountId,
  actor: given.actor,
  action: given.action,
  from: given.from === undefined ? undefined : new Date(given.from),
  to: given.to === undefined ? undefined : new Date(given.to),
});

const entrySchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    action: z.enum(AUDIT_ACTIONS),
    actor: z.object({ kind: z.enum(ACTOR_KINDS), name: z.string().nullable() }),
    account_id: z.uuid().nullable(),
    address_pseudonym: z.string().nullable().meta({
      description: "Stands for the address it is about, which the trail does not know.",
    }),
    ip: z.string().nullable(),
    request_id: z.string().nullable().meta({ description: "Names the request in the log." }),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi("AuditEntry");

export const auditSchema = z
  .object({
    entries: z.array(entrySchema),
    next: z
      .string()
      .nullable()
      .meta({ description: "For cursor, with the same filters; null at the end." }),
  })
  .openapi("AuditTrail");

type DescribedEntry = z.output<typeof entrySchema>;

export const AUDIT_EXAMPLE: DescribedEntry = {
  id: "4711",
  at: "2026-01-31T12:00:00.000Z",
  action: "admin.user_disabled",
  actor: { kind: "admin", name: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21" },
  account_id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  address_pseudonym: null,
  ip: "198.51.100.7",
  request_id: "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
  details: {},
};

/** An entry as administrators see it. */
export const describeEntry = (entry: AuditEntry): DescribedEntry => ({
  id: entry.id,
  at: entry.at.toISOString(),
  action: entry.action,
  actor: { kind: entry.actorKind, name: entry.actor },
  account_id: entry.accountId,
  address_pseudonym: entry.addressPseudonym,
  ip: entry.ip,
  request_id: entry.requestId,
  details: entry.details,
});
