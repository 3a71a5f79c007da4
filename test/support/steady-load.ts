import { Agent, request } from "node:http";
import { newPerson } from "./client.ts";

export type SteadyLoad = {
  /** Answers so far, of those that were as they should be. */
  answered(): number;
  /** What became of the others: a status with what was said, or the error of a connection that was lost. */
  failures: string[];
  /** Answers of the service's own that a store was too slow, with Retry-After: of a crowded machine, and not lost. */
  busy(): number;
  /** Resolves when so many have been answered since the call, well or not. */
  passes(count: number): Promise<void>;
  /** Lets the requests under way end. */
  stop(): Promise<void>;
};

const BUSY = /^503 .*"code":"unavailable"/;

/** Clients that register somebody new, one after the other, each on a connection that it keeps: as long as they are let. */
export function startSteadyLoad(url: string, clients: number): SteadyLoad {
  const failures: string[] = [];
  let answered = 0;
  let busy = 0;
  const over = new AbortController();
  const watchers = new Set<() => void>();
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!over.signal.aborted) {
      const outcome = await register(agent, url);
      if (outcome === "202") answered++;
      else if (BUSY.test(outcome)) busy++;
      else failures.push(outcome);
      for (const watch of watchers) watch();
    }
    agent.destroy();
  };
  const running = Array.from({ length: clients }, client);
  return {
    answered: () => answered,
    busy: () => busy,
    failures,
    async passes(count) {
      const until = answered + busy + failures.length + count;
      const { promise, resolve } = Promise.withResolvers<void>();
      const watch = (): void => {
        if (answered + busy + failures.length >= until) resolve();
      };
      watchers.add(watch);
      await promise;
      watchers.delete(watch);
    },
    async stop() {
      over.abort();
      await Promise.all(running);
    },
  };
}

function register(agent: Agent, url: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const sent = request(
    `${url}/users`,
    { method: "POST", headers: { "content-type": "application/json" }, agent },
    (response) => {
      response.once("error", (error) => resolve(error.message));
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      const { statusCode = 0 } = response;
      response.once("end", () => resolve(statusCode === 202 ? "202" : `${statusCode} ${body}`));
    },
  );
  sent.once("error", (error) => resolve(error.message));
  sent.end(JSON.stringify(newPerson()));
  return promise;
}
