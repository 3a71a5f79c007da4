import { serve } from "@hono/node-server";
import { createEmailMock } from "./app.ts";

// A stand-in for a third party's e-mail API, with an inbox for people to look into. For development and tests only.
const {
  PORT = "8025",
  HOST = "127.0.0.1",
  EMAIL_API_KEY = "email-mock-key",
  JOURNAL_FILE,
} = process.env;

const app = createEmailMock({
  apiKey: EMAIL_API_KEY,
  ...(JOURNAL_FILE === undefined ? {} : { journalFile: JOURNAL_FILE }),
});

const server = serve({ fetch: app.fetch, hostname: HOST, port: Number(PORT) }, ({ port }) =>
  console.log(`email-mock listening on http://${HOST}:${port}`),
);
server.once("error", (error) => {
  console.error(`email-mock: ${error.message}`);
  process.exit(1);
});
// At once: there is nothing to finish, and open inbox pages would keep a graceful end waiting.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
