import { createRoute, z } from "@hono/zod-openapi";
import { limitBody } from "../../http/guards.ts";
import { problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { applyFeedback } from "./apply-feedback.ts";

/** SendGrid sends events in batches. */
const BODY_BYTES_MAX = 1_048_576;

const PATH = "/webhooks/email";

/** The paths that providers call, each as it stands in a request. */
export const feedbackPaths = ({ feedback }: Pick<Resources, "feedback">): ReadonlySet<string> =>
  new Set([...feedback.keys()].map((provider) => `${PATH}/${provider}`));

export function mailFeedbackRoutes(resources: Resources): Router {
  const router = createRouter();
  const route = createRoute({
    operationId: "reportMailFeedback",
    method: "post",
    path: `${PATH}/{provider}`,
    tags: ["Webhooks"],
    summary: "What became of mails, told by the provider that took them",
    description:
      "For e-mail providers: bounces and complaints, signed in the way of the provider, in its own form. The example is that of the generic provider, signed by Standard Webhooks. What is not about a mail of this service is accepted and ignored, and repeats do no harm.",
    middleware: limitBody(BODY_BYTES_MAX),
    request: {
      params: z.object({
        provider: z.string().openapi({ description: "As in EMAIL_PROVIDERS.", example: "http" }),
      }),
      body: {
        required: true,
        content: {
          // No schema of ours: what is signed are the bytes, which a validator would take.
          "application/json": {
            schema: { type: "object" as const },
            example: {
              type: "bounced",
              data: { message_id: "0b8e9f7a-54a6-4c0e-8f39-1b7c5f0d2e11" },
            },
          },
        },
      },
    },
    responses: {
      204: { description: "It is written down." },
      ...problemResponses("invalid_signature", "not_found", "payload_too_large", "unavailable"),
    },
  });
  router.openapi(route, async (c) => {
    const { provider } = c.req.valid("param");
    const read = resources.feedback.get(provider);
    if (!read) return problem(c, { code: "not_found" });
    const body = new Uint8Array(await c.req.arrayBuffer());
    const events = await read({ headers: c.req.raw.headers, body });
    if (!events.ok) {
      resources.metrics.mailFeedback.inc({ provider, event: "refused" });
      return problem(c, events.failure);
    }
    await applyFeedback(resources, provider, events.value);
    return c.body(null, 204);
  });
  return router;
}
