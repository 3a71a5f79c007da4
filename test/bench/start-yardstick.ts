import { serve } from "@hono/node-server";
import { Hono } from "hono";

// The least that a service is: a bare Hono handler, as a process of its own.
declare const Bun: {
  serve(options: { port: number; fetch: typeof app.fetch }): { port: number };
};

const app = new Hono();
app.get("/health/ready", (c) => c.json({ status: "ok" }));

const announce = ({ port }: { port: number }): void => console.log(JSON.stringify({ port }));
if ("bun" in process.versions) announce(Bun.serve({ port: 0, fetch: app.fetch }));
else serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, announce);
