import { createHash } from "node:crypto";
import { HttpResponse, delay, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import { type BreachCheck, createBreachCheck } from "../../src/passwords/breach-check.ts";

const URL_OF_API = "http://breaches.test";
const PASSWORD = "correct horse battery";
const DIGEST = createHash("sha1").update(PASSWORD).digest("hex").toUpperCase();
const OTHER = "0".repeat(35);

const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledFrame: "error" });
});
// What answers has more time than the second that it has in truth.
const inTime = AbortSignal.timeout.bind(AbortSignal);
beforeEach(() => {
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => inTime(20 * ms));
});
afterEach(() => {
  server.resetHandlers();
  vi.useRealTimers();
});
afterAll(() => {
  server.close();
});

type Subject = {
  check: BreachCheck;
  requests: Request[];
  lines: string[];
  counted(): Promise<Record<string, number>>;
};

/** A check whose API answers as given. */
function checkWith(
  answer: (() => Response | Promise<Response>) | string,
  whenAway: "allow" | "deny" = "allow",
): Subject {
  const requests: Request[] = [];
  server.use(
    http.all("*", ({ request }) => {
      requests.push(request.clone());
      return typeof answer === "string" ? HttpResponse.text(answer) : answer();
    }),
  );
  const lines: string[] = [];
  const metrics = createMetrics();
  const config = {
    BREACH_CHECK: "on",
    BREACH_CHECK_URL: `${URL_OF_API}/`,
    BREACH_CHECK_WHEN_AWAY: whenAway,
  } as const;
  const log = createLog("trace", { write: (line) => void lines.push(line) });
  return {
    check: createBreachCheck({ config, log, metrics }),
    requests,
    lines,
    async counted() {
      const { values } = await metrics.breachChecks.get();
      return Object.fromEntries(values.map(({ labels, value }) => [labels.result, value]));
    },
  };
}

const range = (...entries: [suffix: string, count: number][]): string =>
  entries.map(([suffix, count]) => `${suffix}:${count}`).join("\r\n");

describe("a password", () => {
  test("in the range is breached, and one that is not is clear", async ({ expect }) => {
    const listed = checkWith(range([OTHER, 3], [DIGEST.slice(5), 1]));
    expect(await listed.check(PASSWORD)).toBe(true);
    expect(await listed.counted()).toEqual({ breached: 1 });
    const unlisted = checkWith(range([OTHER, 3]));
    expect(await unlisted.check(PASSWORD)).toBe(false);
    expect(await unlisted.counted()).toEqual({ clear: 1 });
  });

  test("that is only in the padding, with the count 0, is clear", async ({ expect }) => {
    expect(await checkWith(range([OTHER, 3], [DIGEST.slice(5), 0])).check(PASSWORD)).toBe(false);
  });

  test("leaves the service as five hex digits of its SHA-1, and nothing else of it", async ({
    expect,
  }) => {
    const { check, requests, lines } = checkWith(range([OTHER, 1]));
    await check(PASSWORD);
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.method).toBe("GET");
    expect(new URL(request?.url ?? "").pathname).toBe(`/range/${DIGEST.slice(0, 5)}`);
    expect(request?.headers.get("add-padding")).toBe("true");
    expect(request?.headers.get("user-agent")).toBe("latchkey");
    const told = [request?.url, ...(request?.headers ?? [])].join("\n");
    expect(told).not.toContain(DIGEST.slice(5, 10));
    expect(told).not.toContain("horse");
    expect(lines).toEqual([]);
  });
});

describe("without an answer", () => {
  const faults: Record<string, (() => Response | Promise<Response>) | string> = {
    "because it is busy (429)": () => new HttpResponse("slow down", { status: 429 }),
    "because it fails (500)": () => new HttpResponse(DIGEST, { status: 500 }),
    "because it refuses (400)": () => new HttpResponse(DIGEST, { status: 400 }),
    "because nobody is there": () => HttpResponse.error(),
    "because another page answers": "<html>Log in to this network</html>",
    "because the body is empty": "",
    "because the body breaks off in its line": `${range([OTHER, 1])}\r\n${DIGEST.slice(5, 20)}`,
  };

  test.for(Object.entries(faults))(
    "%s, it is allowed or denied",
    async ([, answer], { expect }) => {
      const allowing = checkWith(answer, "allow");
      expect(await allowing.check(PASSWORD)).toBe(false);
      expect(await allowing.counted()).toEqual({ away: 1 });
      server.resetHandlers();
      const denying = checkWith(answer, "deny");
      const error = await denying.check(PASSWORD).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UnavailableError);
      expect((error as UnavailableError).failure).toEqual({
        code: "unavailable",
        retryAfterSeconds: 5,
      });
      expect((error as UnavailableError).cause).toBeUndefined();
      expect(allowing.requests.length + denying.requests.length).toBe(2);
    },
  );

  test("in a second it is not waited for", async ({ expect }) => {
    vi.mocked(AbortSignal.timeout).mockImplementation(inTime);
    const { check, counted } = checkWith(async () => {
      await delay("infinite");
      return HttpResponse.error();
    });
    expect(await check(PASSWORD)).toBe(false);
    expect(await counted()).toEqual({ away: 1 });
  });
});

describe("the breaker", () => {
  test("asks nobody after three failures in a row, and one by one whether it is back", async ({
    expect,
  }) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let status = 500;
    const { check, requests, lines, counted } = checkWith(() =>
      status === 200
        ? HttpResponse.text(range([DIGEST.slice(5), 1]))
        : new HttpResponse(null, { status }),
    );
    for (let i = 0; i < 20; i++) expect(await check(PASSWORD)).toBe(false);
    expect(requests).toHaveLength(3);
    expect(await counted()).toEqual({ away: 3, skipped: 17 });
    vi.setSystemTime(Date.now() + 60_000);
    await Promise.all(Array.from({ length: 20 }, () => check(PASSWORD)));
    expect(requests).toHaveLength(4);
    status = 200;
    vi.setSystemTime(Date.now() + 60_000);
    expect(await check(PASSWORD)).toBe(true);
    expect(await check(PASSWORD)).toBe(true);
    expect(requests).toHaveLength(6);
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
      "the breach check is away",
      "the breach check is away",
      "the breach check is back",
    ]);
    expect(lines.join("")).not.toContain(DIGEST.slice(0, 5));
  });

  test("denies without asking, when it is to deny", async ({ expect }) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { check, requests } = checkWith(() => HttpResponse.error(), "deny");
    for (let i = 0; i < 6; i++)
      await expect(check(PASSWORD)).rejects.toBeInstanceOf(UnavailableError);
    expect(requests).toHaveLength(3);
  });
});

test("off, nobody is asked", async ({ expect }) => {
  const check = createBreachCheck({
    config: { BREACH_CHECK: "off", BREACH_CHECK_URL: URL_OF_API, BREACH_CHECK_WHEN_AWAY: "deny" },
    log: createLog("silent"),
    metrics: createMetrics(),
  });
  expect(await check(PASSWORD)).toBe(false);
});
