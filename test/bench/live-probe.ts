import { serveTasks, sharedNowMs } from "./helper-process.ts";
import { type Connection, connectTo, writeRequest } from "./http-load.ts";
import { atPace, drawGaps } from "./pace.ts";

/** Requests one after another: when each was sent and answered, by the shared clock. */
export type Samples = { sentMs: Float64Array; answeredMs: Float64Array };

// A process that asks for the profiles of many people in turn, each over his own address.
let port = 0;
let requests: Buffer[] = [];
let next = 0;
const idle: Connection[] = [];
let probing: Promise<Samples> | null = null;
let over = new AbortController();
let refused = 0;

async function ask(connection: Connection): Promise<void> {
  const { status } = await connection.ask(requests[next++ % requests.length] ?? Buffer.alloc(0));
  if (status !== 200) refused++;
}

async function probe(): Promise<Samples> {
  const connection = await connectTo(port);
  const sentMs: number[] = [];
  const answeredMs: number[] = [];
  while (!over.signal.aborted) {
    sentMs.push(sharedNowMs());
    await ask(connection);
    answeredMs.push(sharedNowMs());
  }
  connection.close();
  return { sentMs: Float64Array.from(sentMs), answeredMs: Float64Array.from(answeredMs) };
}

const tasks = {
  prepare(toPort: number, tokens: readonly string[]): void {
    port = toPort;
    requests = tokens.map((token) =>
      writeRequest("GET", "/users/me", { fields: [`Authorization: Bearer ${token}`] }),
    );
  },
  /** So many requests at a pace of so many a second, whether the earlier ones are answered or not; how long each took. */
  async paced(perSecond: number, count: number): Promise<number[]> {
    const latenciesMs = await atPace(drawGaps(perSecond, count), async () => {
      const startedAt = performance.now();
      const connection = idle.pop() ?? (await connectTo(port));
      await ask(connection);
      idle.push(connection);
      return performance.now() - startedAt;
    });
    for (const connection of idle.splice(0)) connection.close();
    return latenciesMs;
  },
  /** Asks without a pause until it is told to end. */
  begin(): void {
    over = new AbortController();
    probing = probe();
    // It is asked for later.
    probing.catch(() => {});
  },
  /** How many were answered with anything but the profile so far; they count as the others do. */
  refused: (): number => refused,
  end(): Promise<Samples> | null {
    over.abort();
    return probing;
  },
};

export type ProbeTasks = typeof tasks;
serveTasks(tasks);
