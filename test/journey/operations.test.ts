import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, inject, test } from "vitest";
import { basic, newPerson, postJson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { operator } from "../support/operator.ts";
import {
  RUNTIMES,
  clientOf,
  launchService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

const PASSWORD = "operators-of-a-process";
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

describe.each(RUNTIMES)("the service on %s", (runtime) => {
  test("serves operators and metrics on their own port, and nothing of it on the other", async ({
    expect,
  }) => {
    await using mock = await startMailMock(runtime);
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: mock.url,
      OPS_PASSWORD: PASSWORD,
      OPS_PORT: "0",
    });
    const line = JSON.parse(await service.line(/"msg":"listening"/)) as { ops_port: number };
    const opsUrl = `http://127.0.0.1:${line.ops_port}`;
    const ops = operator(clientOf({ url: opsUrl }), PASSWORD);

    const person = newPerson();
    await register(clientOf(service), person);
    const mail = await mock.mailTo(person.email);
    const code = /^\d{4}$/m.exec(mail.text)?.[0] ?? "";
    const wrong = code === "0000" ? "0001" : "0000";
    const send = (typed: string): Promise<Response> =>
      fetch(
        `${service.url}/auth/activate`,
        postJson({ code: typed }, { authorization: basic(person) }),
      );
    expect((await send(wrong)).status).toBe(400);
    expect((await send(code)).status).toBe(200);

    for (const path of ["/ops/limits", "/ops", "/metrics", "/ops/journal"]) {
      const outside = await fetch(service.url + path, { headers: ops.headers() });
      expect(outside.status, path).toBe(404);
    }
    expect((await fetch(`${opsUrl}/ops/limits`)).status).toBe(401);
    expect((await ops.get("/ops")).headers.get("content-type")).toContain("text/html");
    expect((await fetch(`${opsUrl}/health/ready`)).status).toBe(200);

    const samples = [
      'latchkey_codes_total{event="issued"} 1',
      'latchkey_codes_total{event="wrong"} 1',
      'latchkey_codes_total{event="right"} 1',
      'latchkey_limit_decisions_total{policy="activate.ip",mode="enforce",result="allowed"} 2',
      'latchkey_wrong_codes{window="1d"} 1',
      "latchkey_wrong_codes_threshold 100",
      'latchkey_mail_queue_length{kind="activation_code"} 0',
      "latchkey_mail_oldest_seconds 0",
      'latchkey_mail_dead_letters{state="expired"} 0',
      'latchkey_mail_provider_up{provider="http"} 1',
      'latchkey_mail_settled_total{kind="activation_code",state="sent"} 1',
      'latchkey_mail_wait_seconds_count{kind="activation_code"} 1',
      'latchkey_mail_attempts_sum{state="sent"} 1',
      "latchkey_breaker_open 0",
      "latchkey_hash_queue_length 0",
      'latchkey_mail_send_duration_seconds_count{provider="http",result="accepted"} 1',
    ];
    let metrics = "";
    // What becomes of the mail is known some time after it came.
    await expect
      .poll(async () => {
        metrics = await (await fetch(`${opsUrl}/metrics`)).text();
        return samples.filter((sample) => !metrics.split("\n").includes(sample));
      })
      .toEqual([]);
    expect(metrics).toMatch(/^latchkey_guess_probability\{codes="short"\} 0\.00099975/m);
    expect(metrics).toMatch(/^latchkey_guess_probability\{codes="otp"\} 5\.?\d*e-7$/m);
    for (const measured of [
      'latchkey_redis_command_duration_seconds_count{result="ok"}',
      'latchkey_postgres_query_duration_seconds_count{result="ok"}',
      'latchkey_http_request_duration_seconds_count{method="POST",route="/auth/activate",status="200"}',
      "nodejs_eventloop_lag_p99_seconds",
    ])
      expect(Number(metrics.split(`\n${measured} `)[1]?.split("\n")[0]), measured).toBeGreaterThan(
        0,
      );
    for (const secret of [person.email, person.password]) expect(metrics).not.toContain(secret);
    // Four digits are in a number of the process now and then.
    expect(metrics).not.toContain(`"${code}"`);
    // Every sample has a help text and a type, which is what scrapers want.
    const names = new Set(
      [...metrics.matchAll(/^(latchkey_\w+?)(?:_bucket|_sum|_count)?[{ ]/gm)].map(
        ([, name]) => name,
      ),
    );
    for (const name of names) expect(metrics).toContain(`# TYPE ${name} `);

    const bound = JSON.parse(await service.line(/"msg":"guess bound"/)) as object;
    expect(bound).toMatchObject({
      addressProbability: expect.closeTo(0.000_999_75, 8),
      otpProbabilityPerDay: expect.closeTo(5e-7, 12),
    });
  });

  test("does not start with settings that make codes too easy to guess", async ({ expect }) => {
    await using service = launchService(runtime, {
      NODE_ENV: "test",
      PORT: "0",
      DATABASE_URL: await createDatabase(),
      REDIS_URL: inject("redisUrl"),
      EMAIL_API_URL: "http://127.0.0.1:9",
      CODE_BUDGET: "11",
      OTP_DIGITS: "6",
      OTP_BUDGET: "100",
      MAX_GUESS_PROBABILITY: "0.0004",
    });
    expect(await service.exited).toBe(1);
    for (const line of [
      "the chance to guess one address' code, 0.11 %, is above MAX_GUESS_PROBABILITY 0.04 %",
      "the chance to guess one address' passwordless code in a day, 0.05 %, is above MAX_GUESS_PROBABILITY 0.04 %",
    ])
      expect(service.lines.join("\n")).toContain(line);
  });
});

test("what operators changed counts for the guess bound at the next start", async ({ expect }) => {
  const environment = {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: "http://127.0.0.1:9",
    OPS_PASSWORD: PASSWORD,
  };
  await using loose = await startServiceProcess("node", {
    ...environment,
    MAX_GUESS_PROBABILITY: "1",
  });
  const ops = operator(clientOf(loose), PASSWORD);
  for (const name of ["send.hour", "send.day"]) {
    const change = { quota: "100000/1h", reason: "a load test" };
    expect((await ops.put(`/ops/limits/${name}`, change, '"0"')).status).toBe(200);
  }
  await using strict = launchService("node", {
    NODE_ENV: "test",
    PORT: "0",
    REDIS_URL: inject("redisUrl"),
    ...environment,
  });
  expect(await strict.exited).toBe(1);
  expect(strict.lines.join("\n")).toMatch(/long code in a day, .* is above MAX_GUESS_PROBABILITY/);
  expect(strict.lines.join("\n")).toContain("send.hour, send.day");
});

describe("just guess-bound", () => {
  const run = (environment: Record<string, string>): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, ["src/main.ts", "guess-bound"], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
    });

  test("tells the numbers without any other configuration", async ({ expect }) => {
    const { stdout } = await run({});
    expect(stdout).toContain("0.09998 %");
    expect(stdout).toMatch(/^passwordless, a day, at 8 digits +0\.00005 %  10 wrong guesses/m);
    const { stdout: looser } = await run({ OTP_DIGITS: "6", OTP_BUDGET: "100" });
    expect(looser).toMatch(/^passwordless, a day, at 6 digits +0\.05 %  100 wrong guesses/m);
  });

  test("fails above the maximum, with the number", async ({ expect }) => {
    const over = run({ CODE_BUDGET: "20" });
    await expect(over).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is above MAX_GUESS_PROBABILITY 0.1 %"),
    });
    await expect(run({ CODE_BUDGET: "20", MAX_GUESS_PROBABILITY: "0.01" })).resolves.toBeDefined();
    await expect(run({ CODE_BUDGET: "many" })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("CODE_BUDGET: must be a whole number"),
    });
  });
});
