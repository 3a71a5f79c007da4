import { FAILURES, type FailureCode } from "../../domain/failure.ts";
import type { Router } from "../../http/router.ts";

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
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "0.1.0",
      description: `Registration and activation by a 4-digit code.\n\nErrors are \`application/problem+json\` (RFC 9457); decide by \`code\`:\n\n${failureList()}`,
      license: { name: "MIT", url: "https://spdx.org/licenses/MIT.html" },
    },
    servers: [{ url: "/" }],
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}

const failureList = (): string =>
  (Object.keys(FAILURES) as FailureCode[])
    .map((code) => `- \`${code}\` (${FAILURES[code].status}): ${FAILURES[code].title}.`)
    .join("\n");
