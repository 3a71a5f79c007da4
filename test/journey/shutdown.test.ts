import { Agent, type IncomingMessage, request } from "node:http";
import { describe, test, vi } from "vitest";
import { newPerson } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, startMailMock, startServiceProcess } from "../support/processes.ts";

const CLIENTS = 16;

/** One request on a kept connection. Resolves with its status and whether the server wants the connection closed. */
function send(
  agent: Agent,
  url: string,
  body?: string,
): Promise<{ status: number; closes: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; closes: boolean }>();
  const init = body
    ? { method: "POST", headers: { "content-type": "application/json" }, agent }
    : { agent };
  const sent = request(url, init, (response: IncomingMessage) => {
    response.resume().once("end", () =>
      resolve({
        status: response.statusCode ?? 0,
        closes: response.headers.connection === "close",
      }),
    );
  });
  sent.once("error", reject);
  sent.end(body);
  return promise;
}

describe.each(RUNTIMES)("SIGTERM on %s", (runtime) => {
  test.for([
    { workers: 1, processes: 1 },
    { workers: 2, processes: 3 },
  ])(
    "under load, with %o: no answer is lost, readiness tells the balancer, and it ends with 0",
    async ({ workers, processes }, { expect }) => {
      await using mock = await startMailMock();
      await using service = await startServiceProcess(runtime, {
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: mock.url,
        LIMITS: "off",
        WORKERS: String(workers),
        // Until then readiness is asked for.
        SHUTDOWN_DRAIN_MS: "4000",
      });
      const failures: unknown[] = [];
      const readiness: number[] = [];
      let answers = 0;

      // Like a balancer: a client goes on until it is told to close, and then opens no new connection.
      const client = async (): Promise<void> => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (let isOpen = true; isOpen;) {
          try {
            const answer = await send(agent, `${service.url}/users`, JSON.stringify(newPerson()));
            answers++;
            if (answer.status !== 202) failures.push(answer.status);
            isOpen = !answer.closes;
          } catch (error) {
            failures.push(error);
            isOpen = false;
          }
        }
        agent.destroy();
      };
      const clients = Array.from({ length: CLIENTS }, client);
      await service.line(/"status":202/);
      service.kill("SIGTERM");
      const drains = (): boolean =>
        service.lines.filter((line) => line.includes("shutting down")).length === processes;
      await vi.waitUntil(drains, { timeout: 15_000, interval: 5 });
      readiness.push((await fetch(`${service.url}/health/ready`)).status);
      await Promise.all(clients);

      expect(await service.exited).toBe(0);
      expect(failures).toEqual([]);
      expect(answers).toBeGreaterThanOrEqual(CLIENTS);
      expect(readiness).toEqual([503]);
    },
  );
});
