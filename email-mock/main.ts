import { serve } from "@hono/node-server";
import { createEmailMock } from "./app.ts";

// A stand-in for a third party's e-mail API, with an inbox for people to look into. For development and tests only.
const {
  PORT = "8025",
  HOST = "127.0.0.1",
  EMAIL_API_KEY = "email-mock-key",
  JOURNAL_FILE = "",
  WEBHOOK_URL = "",
  WEBHOOK_SECRET = "",
} = process.env;

const server = serve({ fetch: createApp().fetch, hostname: HOST, port: Number(PORT) }, ({ port }) =>
  console.log(`email-mock listening on http://${HOST}:${port}`),
);
server.once("error", end);
// At once: there is nothing to finish, and open inbox pages would keep a graceful end waiting.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));

function createApp(): ReturnType<typeof createEmailMock> {
  try {
    if ((WEBHOOK_URL === "") !== (WEBHOOK_SECRET === ""))
      throw new Error("WEBHOOK_URL and WEBHOOK_SECRET are set together, or neither");
    if (WEBHOOK_URL !== "" && !/^https?:$/.test(URL.parse(WEBHOOK_URL)?.protocol ?? ""))
      throw new Error("WEBHOOK_URL: must be an http or https URL");
    return createEmailMock({
      apiKey: EMAIL_API_KEY,
      ...(JOURNAL_FILE === "" ? {} : { journalFile: JOURNAL_FILE }),
      ...(WEBHOOK_URL === "" ? {} : { webhook: { url: WEBHOOK_URL, secret: WEBHOOK_SECRET } }),
    });
  } catch (error) {
    return end(error as Error);
  }
}

function end(error: Error): never {
  console.error(`email-mock: ${error.message}`);
  process.exit(1);
}
