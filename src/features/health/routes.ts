import { createRoute, z } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { checkReadiness } from "./check-readiness.ts";

const rootSchema = z
  .object({
    name: z.string().meta({ description: "PRODUCT_NAME" }),
    status: z.enum(["ok", "draining"]).meta({
      description: "draining while the process shuts down; of its stores only readiness tells.",
    }),
    docs: z.url(),
    openapi: z.url(),
    health: z.url(),
  })
  .openapi("Root");

const liveSchema = z.object({ status: z.literal("ok") }).openapi("Live");

const partSchema = z.enum(["ok", "down"]);
const readySchema = z
  .object({
    status: z.enum(["ok", "down", "draining"]),
    checks: z.object({
      postgres: partSchema,
      redis: z.enum([...partSchema.options, "evicts"]).meta({
        description: "evicts while, in production, its maxmemory-policy is not noeviction.",
      }),
      clock: z.enum(["ok", "off"]).meta({
        description: "off while it is more than 30 seconds from Postgres' clock.",
      }),
    }),
  })
  .openapi("Ready");

export function healthRoutes(resources: Resources & { draining: AbortSignal }): Router {
  const router = createRouter();
  const { config, draining } = resources;
  router.openapi(
    createRoute({
      operationId: "getRoot",
      method: "get",
      path: "/",
      tags: ["Health"],
      summary: "What this is, and where to go on",
      description: "For people and probes that try the root. It asks no store.",
      responses: {
        200: {
          description: "It answers.",
          content: jsonContent(rootSchema, {
            name: "Latchkey",
            status: "ok",
            docs: "https://id.example.com/docs",
            openapi: "https://id.example.com/openapi.json",
            health: "https://id.example.com/health/ready",
          }),
        },
        ...problemResponses(),
      },
    }),
    (c) => {
      const at = (path: string): string => `${c.get("publicUrl")}${path}`;
      return c.json(
        {
          name: config.PRODUCT_NAME,
          status: draining.aborted ? ("draining" as const) : ("ok" as const),
          docs: at("/docs"),
          openapi: at("/openapi.json"),
          health: at("/health/ready"),
        },
        200,
      );
    },
  );
  router.openapi(
    createRoute({
      operationId: "getLiveness",
      method: "get",
      path: "/health/live",
      tags: ["Health"],
      summary: "The process answers",
      responses: {
        200: { description: "It does.", content: jsonContent(liveSchema, { status: "ok" }) },
        ...problemResponses(),
      },
    }),
    (c) => c.json({ status: "ok" as const }, 200),
  );
  router.openapi(
    createRoute({
      operationId: "getReadiness",
      method: "get",
      path: "/health/ready",
      tags: ["Health"],
      summary: "The service can do its work",
      responses: {
        200: {
          description: "All parts answer.",
          content: jsonContent(readySchema, {
            status: "ok",
            checks: { postgres: "ok", redis: "ok", clock: "ok" },
          }),
        },
        503: {
          description:
            "A part is down, Redis evicts, the clock is wrong, or the process is shutting down.",
          content: jsonContent(readySchema, {
            status: "down",
            checks: { postgres: "down", redis: "ok", clock: "ok" },
          }),
        },
        ...problemResponses(),
      },
    }),
    async (c) => {
      const readiness = await checkReadiness(resources);
      if (readiness.status === "ok") return c.json(readiness, 200);
      c.header("Retry-After", "2");
      return c.json(readiness, 503);
    },
  );
  return router;
}
