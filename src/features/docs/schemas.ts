import { z } from "@hono/zod-openapi";
import { LOCALES } from "../../domain/locale.ts";
import { POLICY_NAMES, type PolicyName } from "../../limits/policies.ts";
import { ACCOUNT_STATUSES, ROLES } from "../../postgres/users.ts";
import type { EventType } from "../../postgres/webhook-events.ts";

const ID = "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21";
const AT = "2026-01-31T12:00:00.000Z";

export const eventHeadersSchema = z.object({
  "webhook-id": z.uuid().openapi({
    description: "The event's id, the same at every attempt: a repeat is known by it.",
    example: "0b9d6f4e-1d1c-4a53-8a44-4f3c3c6f1c7e",
  }),
  "webhook-timestamp": z.string().openapi({
    description: "Seconds since 1970, when this attempt was made.",
    example: "1769860800",
  }),
  "webhook-signature": z.string().openapi({
    description:
      "`v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them.",
    example: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  }),
});

const personSchema = z.object({
  user_id: z.uuid(),
  email: z.string(),
  username: z.string().nullable(),
  locale: z.enum(LOCALES),
  role: z.enum(ROLES),
  status: z.enum(ACCOUNT_STATUSES),
});

// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
const eventOf = <Type extends EventType, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().meta({ description: "When it happened." }),
    data,
  });

const person = {
  user_id: ID,
  email: "ada@example.com",
  username: null,
  locale: "en",
  role: "user",
} as const;

/** What the product beside is told: when, and the body of each kind of event with an example. */
export const EVENTS = {
  "user.registered": {
    summary: "Somebody registered an address that is not active",
    description:
      "Also when a pending address is registered again: then the account has a new id, and nothing more is told of the old one. What stays pending is deleted after PENDING_LIFE_HOURS without an event.",
    schema: eventOf("user.registered", personSchema).openapi("UserRegisteredEvent"),
    data: { ...person, status: "pending" },
  },
  "user.activated": {
    summary: "An account was activated",
    description: "Once for each account.",
    schema: eventOf("user.activated", personSchema).openapi("UserActivatedEvent"),
    data: { ...person, status: "active" },
  },
  "user.updated": {
    summary: "An account is another one than before",
    description: "Its address, name, language, role or status; the data is what it is now.",
    schema: eventOf("user.updated", personSchema).openapi("UserUpdatedEvent"),
    data: { ...person, username: "ada", status: "active" },
  },
  "user.deleted": {
    summary: "An account was deleted",
    description: "Delete what you know of its owner. Older events of the account may still come.",
    schema: eventOf("user.deleted", z.object({ user_id: z.uuid() })).openapi("UserDeletedEvent"),
    data: { user_id: ID },
  },
  "session.revoked": {
    summary: "Sessions ended before their time",
    description: "Their access tokens, which may not have run out yet, are no longer good.",
    schema: eventOf(
      "session.revoked",
      z.object({
        user_id: z.uuid(),
        session_ids: z.array(z.uuid()).meta({ description: "The sid of their access tokens." }),
        reason: z.string().meta({ description: "Such as signed_out or password_changed." }),
      }),
    ).openapi("SessionRevokedEvent"),
    data: {
      user_id: ID,
      session_ids: ["1f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e22"],
      reason: "password_changed",
    },
  },
  "limit.tripped": {
    summary: "A limit refused somebody",
    description:
      "Once a minute and limit at most, however many were refused, and nothing of whom. Told by the way: it may be lost with Redis.",
    schema: eventOf(
      "limit.tripped",
      z.object({
        policy: z.enum(POLICY_NAMES as [PolicyName, ...PolicyName[]]),
        quota: z.string(),
        route: z.string().meta({ description: "Where the one was that is told." }),
        refused_since_last: z.int().meta({
          description: "By the instance that tells it: with several there were more.",
        }),
      }),
    ).openapi("LimitTrippedEvent"),
    data: { policy: "register.ip", quota: "20/1h", route: "POST /users", refused_since_last: 412 },
  },
} as const satisfies Record<EventType, { schema: z.ZodType; data: unknown } & Words>;

type Words = { summary: string; description: string };

/** An example of an event's whole body. */
export const exampleOf = (type: EventType): Record<string, unknown> => ({
  type,
  timestamp: AT,
  data: EVENTS[type].data,
});
