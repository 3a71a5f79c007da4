import { FAILURES, type FailureCode } from "../../domain/failure.ts";
import type { Router } from "../../http/router.ts";
import { EVENT_TYPES } from "../../postgres/webhook-events.ts";
import { EVENTS, eventHeadersSchema, exampleOf } from "./schemas.ts";

/** The OpenAPI 3.1 document of everything mounted on the app so far, as JSON text. */
export function writeDocument(app: Router): string {
  app.openAPIRegistry.registerComponent("securitySchemes", "basic", {
    type: "http",
    scheme: "basic",
    description: "The e-mail and password of the registration, in UTF-8 (RFC 7617).",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a session (RFC 6750).",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "client", {
    type: "http",
    scheme: "basic",
    description:
      "The name and secret of an OAuth client, each encoded as in a form (RFC 6749 §2.3.1); or both in the form.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "operator", {
    type: "http",
    scheme: "basic",
    description: "OPS_USER and OPS_PASSWORD.",
  });
  registerEvents(app);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "0.1.0",
      description: `Accounts and their sessions: registration and activation by a code, sign-in on each device, passwordless codes and identity proofs, reset, profile, OAuth, administration.\n\nErrors are \`application/problem+json\` (RFC 9457); decide by \`code\`:\n\n${failureList()}`,
      license: { name: "MIT", url: "https://spdx.org/licenses/MIT.html" },
    },
    servers: [{ url: "/" }],
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What the service itself posts, to WEBHOOK_URL. */
function registerEvents(app: Router): void {
  for (const type of EVENT_TYPES) {
    const { schema, summary, description } = EVENTS[type];
    const content = { "application/json": { schema, example: exampleOf(type) } };
    app.openAPIRegistry.registerWebhook({
      operationId: `on${type.replaceAll(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
      method: "post",
      path: type,
      tags: ["Events"],
      summary,
      description,
      request: { headers: eventHeadersSchema, body: { required: true, content } },
      responses: {
        "2XX": { description: "It is taken." },
        410: { description: "It is not wanted: this one is not sent again." },
        default: { description: "It is sent again later, for three days; Retry-After is heeded." },
      },
    });
  }
}

const failureList = (): string =>
  (Object.keys(FAILURES) as FailureCode[])
    .map((code) => `- \`${code}\` (${FAILURES[code].status}): ${FAILURES[code].title}.`)
    .join("\n");
