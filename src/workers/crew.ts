import cluster, { type Worker } from "node:cluster";
import type { Logger } from "../log.ts";
import { type BackOff, backoffMs } from "../outbound/backoff.ts";
import type { Message } from "./link.ts";
import { type Ask, type Desk, createRelay } from "./relay.ts";
import type { Ports, Served } from "./served.ts";
import { JOIN, SERVING, type Welcome } from "./siblings.ts";

/** The worker processes of an instance. */
export type Crew = {
  /** Starts the first, and all others once it serves; resolves when all do. It never does when one ends before. */
  start(): Promise<Served>;
  /** Resolves when a worker ended before it served, and none is left that serves. */
  failed: Promise<null>;
  /** Passes a signal on, and resolves with the worst exit code when all are gone; after so long they are killed. */
  stop(signal: NodeJS.Signals, maxMs: number): Promise<number>;
};

type CrewOptions = {
  count: number;
  secret: Buffer;
  /** Whether a worker has to be told the ports that the first one got. */
  tellsPorts: boolean;
  /** What the primary does for one worker. */
  openDesks(ask: Ask): Desk[];
  log: Logger;
};

type Member = {
  worker: Worker;
  startedAtMs: number;
  serves: boolean;
  exited: Promise<number>;
};

/** Almost at once; one that dies again and again is no load. */
const RESTART_BACK_OFF: BackOff = { firstMs: 100, longestMs: 30_000 };
/** Who lived for so long did not die of its start. */
const STEADY_MS = 60_000;

export function createCrew({ count, secret, tellsPorts, openDesks, log }: CrewOptions): Crew {
  const relay = createRelay();
  const members: (Member | undefined)[] = [];
  const deaths: number[] = Array.from({ length: count }, () => 0);
  const restarts = new Set<NodeJS.Timeout>();
  const failed = Promise.withResolvers<null>();
  let ports: Ports | null = null;
  let stopSignal: NodeJS.Signals | null = null;
  let isUp = false;

  // Structured clone, where JSON would make null of NaN and an object of bytes.
  cluster.setupPrimary({ serialization: "advanced" });

  function launch(index: number): Promise<Served> {
    const served = Promise.withResolvers<Served>();
    if (stopSignal) return served.promise;
    const worker = cluster.fork();
    const exited = Promise.withResolvers<number>();
    const member = {
      worker,
      startedAtMs: performance.now(),
      serves: false,
      exited: exited.promise,
    };
    members[index] = member;
    const ownDesk: Desk = {
      told: {
        [SERVING](payload) {
          member.serves = true;
          served.resolve(payload as Served);
        },
      },
      asked: {
        [JOIN]: (): Welcome => ({
          index,
          count,
          secret,
          isFirst: ports === null,
          ports: tellsPorts ? ports : null,
        }),
      },
    };
    const link = relay.connect(
      (message) => void worker.send(message, () => {}),
      (ask) => [ownDesk, ...openDesks(ask)],
    );
    worker.on("message", (message: Message) => link.receive(message));
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (members[index] !== member) return;
      link.close();
      members[index] = undefined;
      // Before it could hear a signal, it died of it.
      exited.resolve(stopSignal !== null && signal === stopSignal ? 0 : (code ?? 1));
      if (!stopSignal) replace(index, { member, code, signal });
    };
    worker.once("exit", end);
    worker.on("error", (error) => {
      log.error({ err: error, worker: index + 1 }, "worker process");
      // Nothing was started that could exit.
      if (worker.process.pid === undefined) end(null, null);
    });
    return served.promise;
  }

  function replace(
    index: number,
    { member, ...ending }: { member: Member; code: number | null; signal: NodeJS.Signals | null },
  ): void {
    log.warn(
      { worker: index + 1, worker_pid: member.worker.process.pid, ...ending },
      "worker ended",
    );
    if (!member.serves && !(isUp && members.some((each) => each?.serves))) failed.resolve(null);
    if (performance.now() - member.startedAtMs > STEADY_MS) deaths[index] = 0;
    const died = (deaths[index] ?? 0) + 1;
    deaths[index] = died;
    const timer = setTimeout(
      () => {
        restarts.delete(timer);
        void launch(index);
      },
      backoffMs(RESTART_BACK_OFF, died - 1, Math.random()),
    );
    restarts.add(timer);
  }

  return {
    async start() {
      const first = await launch(0);
      ports = first;
      const others = Array.from({ length: count - 1 }, (_, i) => launch(i + 1));
      await Promise.all(others);
      isUp = true;
      return first;
    },
    failed: failed.promise,
    async stop(signal, maxMs) {
      stopSignal = signal;
      for (const timer of restarts) clearTimeout(timer);
      const running = members.filter((each) => each !== undefined);
      for (const { worker } of running) worker.process.kill(signal);
      const killer = setTimeout(() => {
        log.error("not all workers ended in time");
        for (const { worker } of running) worker.process.kill("SIGKILL");
      }, maxMs);
      const codes = await Promise.all(running.map(({ exited }) => exited));
      clearTimeout(killer);
      return Math.max(0, ...codes);
    },
  };
}
