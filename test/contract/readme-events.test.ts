import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { findOwnPort } from "../support/own-redis.ts";
import { clientOf, startServiceProcess } from "../support/processes.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const readme = await readFile(`${ROOT}README.md`, "utf8");

test("the README's receiver of events checks and shows them, and takes nobody else's", async ({
  expect,
}) => {
  const [, receiver = ""] = /```js\n((?:(?!```).)*listen\(.*?)```/s.exec(readme) ?? [];
  const port = await findOwnPort();
  const secret = newWebhookSecret();
  const child = spawn(process.execPath, ["--input-type=module", "--eval", receiver], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const lines = createInterface({ input: child.stdout });
    await using service = await startServiceProcess("node", {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:9",
      WEBHOOK_URL: `http://127.0.0.1:${port}/events`,
      WEBHOOK_SECRETS: secret,
    });
    const person = newPerson();
    const shown = once(lines, "line", { signal: AbortSignal.timeout(25_000) });
    await register(clientOf(service), person);
    const [line] = await shown;
    expect(line).toMatch(/^[\da-f-]{36} user\.registered /);
    expect(line).toContain(person.email);
    const stranger = await fetch(`http://127.0.0.1:${port}/events`, { method: "POST", body: "{}" });
    expect(stranger.status).toBe(401);
  } finally {
    child.kill("SIGKILL");
  }
});
