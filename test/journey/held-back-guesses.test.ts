import { connect } from "node:net";
import { inject, test } from "vitest";
import { basic, getMe, newPerson, register, wrongCode } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { json } from "../support/answer.ts";
import {
  RUNTIMES,
  type RunningProcess,
  type Runtime,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

const GUESSES_PER_PROCESS = 250;
/** Bun 1.4.5 closes a connection on which a request comes before the last one is answered. */
const GUESSES_PER_SOCKET: Record<Runtime, number> = { node: 5, bun: 1 };

/** Requests behind each other on one connection, of which the first lacks its last byte until they are let go. */
type HeldBack = { release(): void; statuses: Promise<number[]> };

async function holdBack({ url }: RunningProcess, requests: string[]): Promise<HeldBack> {
  const { hostname, port } = new URL(url);
  const [first = "", ...others] = requests;
  const opened = Promise.withResolvers<void>();
  const { promise: statuses, resolve, reject } = Promise.withResolvers<number[]>();
  const socket = connect(Number(port), hostname, () => {
    socket.write(first.slice(0, -1), () => opened.resolve());
  });
  let answer = "";
  socket.setNoDelay(true);
  socket.setEncoding("utf8").on("data", (part: string) => {
    answer += part;
    const found = [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
    if (found.length < requests.length) return;
    resolve(found);
    socket.destroy();
  });
  socket.once("error", reject);
  socket.once("close", () => reject(new Error(`it closed after: ${answer}`)));
  await opened.promise;
  return { release: () => void socket.write(first.slice(-1) + others.join("")), statuses };
}

test("500 guesses whose last byte is held back, let go at once at two processes: 5 are compared", async ({
  expect,
}) => {
  const shared = {
    DATABASE_URL: await createDatabase(),
    REDIS_URL: inject("redisUrl"),
    SECRET_KEY: "held-back-guesses-of-two-processes",
    LIMITS: "off",
    HASH_WAIT_MAX_MS: "60000",
  };
  await using mock = await startMailMock();
  await using stack = new AsyncDisposableStack();
  const services: { runtime: Runtime; service: RunningProcess }[] = [];
  for (const runtime of RUNTIMES) {
    const service = await startServiceProcess(runtime, { ...shared, EMAIL_API_URL: mock.url });
    services.push({ runtime, service: stack.use(service) });
  }
  const one = services[0]?.service;
  if (!one) throw new Error("there is no process");
  const person = newPerson();
  expect((await register(clientOf(one), person)).status).toBe(202);
  const code = codeIn(await mock.mailTo(person.email));
  await expect.poll(async () => (await json(getMe(clientOf(one), person))).code.state).toBe("sent");

  let guesses = 0;
  const nextRequest = (): string => {
    const body = JSON.stringify({ code: wrongCode(code, ++guesses) });
    return [
      "POST /auth/activate HTTP/1.1",
      "Host: 127.0.0.1",
      `Authorization: ${basic(person)}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      "",
      body,
    ].join("\r\n");
  };
  const held = await Promise.all(
    services.flatMap(({ runtime, service }) => {
      const perSocket = GUESSES_PER_SOCKET[runtime];
      return Array.from({ length: GUESSES_PER_PROCESS / perSocket }, () =>
        holdBack(service, Array.from({ length: perSocket }, nextRequest)),
      );
    }),
  );
  // Nothing was guessed yet.
  expect((await json(getMe(clientOf(one), person))).code.attempts_left).toBe(5);
  for (const { release } of held) release();
  const statuses = (await Promise.all(held.map((each) => each.statuses))).flat();
  expect(statuses).toHaveLength(500);
  expect(statuses.filter((status) => status === 400)).toHaveLength(5);
  // Not void: nearly all of them came to the comparison instead of a full queue.
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(485);
});
