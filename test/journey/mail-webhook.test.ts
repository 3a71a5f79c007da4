import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, startServiceProcess } from "../support/processes.ts";
import { newWebhookSecret, signText } from "../support/webhooks.ts";

const BYTES_MAX = 1_048_576;
const SECRET = newWebhookSecret();

/** An event of exactly so many bytes, in letters of two. */
function eventOf(bytes: number): string {
  const event = JSON.stringify({ type: "bounced", data: { message_id: randomUUID() } });
  const room = bytes - event.length - ',"x":""'.length;
  const filler = "é".repeat(Math.floor(room / 2)) + "x".repeat(room % 2);
  return `${event.slice(0, -1)},"x":"${filler}"}`;
}

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("webhooks of 1 MiB and of any type are read byte by byte, and no larger one", async ({
    expect,
  }) => {
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:9",
      EMAIL_API_WEBHOOK_SECRET: SECRET,
    });
    const statusOf = async (text: string, path = "/webhooks/email/http"): Promise<number> => {
      const { headers, body } = signText(SECRET, text);
      const answer = await fetch(service.url + path, {
        method: "POST",
        headers: { ...headers, "content-type": "text/plain; charset=UTF-8" },
        body,
      });
      return answer.status;
    };
    expect(await statusOf(eventOf(BYTES_MAX))).toBe(204);
    expect(await statusOf(eventOf(BYTES_MAX + 1))).toBe(413);
    expect(await statusOf(eventOf(200), "/users")).toBe(415);
    await service.line(/"status":415/);
    const lines = service.lines.filter((line) => line.includes('"request"'));
    expect(lines.join("\n")).toContain('"route":"/webhooks/email/:provider"');
    expect(service.lines.join("\n")).not.toContain(SECRET);
  });
});
