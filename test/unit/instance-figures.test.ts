import { test } from "vitest";
import { metricsReader } from "../../src/features/metrics/read-metrics.ts";
import { type Metrics, createMetrics } from "../../src/metrics.ts";
import { createInstanceFigures } from "../../src/workers/figures.ts";
import { type TestWorker, joinWorkers } from "../support/siblings.ts";

type Scraped = { worker: TestWorker; metrics: Metrics; scrape(): Promise<Map<string, number>> };

/** Workers that count for themselves, each of which can be scraped. */
async function startCounting(
  options: { count?: number; deadlineMs?: number } = {},
): Promise<Scraped[]> {
  const figures = createInstanceFigures();
  const workers = await joinWorkers({ ...options, openDesks: (ask) => [figures.openDesk(ask)] });
  return workers.map((worker) => {
    const metrics = createMetrics();
    const read = metricsReader({ metrics, siblings: worker });
    const scrape = async (): Promise<Map<string, number>> => {
      const lines = (await read()).split("\n").filter((line) => line.startsWith("latchkey"));
      return new Map(
        lines.map((line) => line.split(" ")).map(([name = "", value]) => [name, Number(value)]),
      );
    };
    return { worker, metrics, scrape };
  });
}

const SENT = 'latchkey_proofs_total{format="jws"}';
const TOOK = 'latchkey_redis_command_duration_seconds_count{result="ok"}';
const WAITING = "latchkey_test_waiting";

test("whichever worker is scraped tells the sum of what all counted, measured and hold", async ({
  expect,
}) => {
  const workers = await startCounting({ count: 3 });
  for (const [i, { metrics }] of workers.entries()) {
    metrics.proofs.inc({ format: "jws" }, i + 1);
    metrics.redisSeconds.observe({ result: "ok" }, 0.001);
    metrics.gauge(WAITING, "for this test", [], (set) => set(10));
  }
  for (const { scrape } of workers) {
    const figures = await scrape();
    expect(figures.get(SENT)).toBe(6);
    expect(figures.get(TOOK)).toBe(3);
    expect(figures.get(WAITING)).toBe(30);
  }
  expect(await workers[2]?.metrics.registry.metrics(), "its own is smaller").toContain(`${SENT} 3`);
});

test("what stands in a store is told once, and read by the worker that is scraped alone", async ({
  expect,
}) => {
  const workers = await startCounting();
  const readers: number[] = [];
  for (const [i, { metrics }] of workers.entries())
    metrics.sharedGauge(WAITING, "for this test", ["kind"], (set) => {
      readers.push(i);
      set(7, { kind: "mail" });
    });
  expect((await workers[0]?.scrape())?.get(`${WAITING}{kind="mail"}`)).toBe(7);
  expect(readers).toEqual([0]);
});

test("counters never fall: those of a worker that is silent or ended stand as they were; what it held does not", async ({
  expect,
}) => {
  const workers = await startCounting({ count: 4, deadlineMs: 1000 });
  for (const { metrics } of workers) {
    metrics.proofs.inc({ format: "jws" }, 10);
    metrics.redisSeconds.observe({ result: "ok" }, 0.001);
    metrics.gauge(WAITING, "for this test", [], (set) => set(1));
  }
  const [scraped, silent, ...ended] = workers;
  if (!scraped || !silent) throw new Error("there are four");
  expect((await scraped.scrape()).get(WAITING)).toBe(4);
  silent.worker.freeze();
  for (const { worker } of ended) worker.end();
  scraped.metrics.proofs.inc({ format: "jws" });
  const figures = await scraped.scrape();
  expect(figures.get(SENT)).toBe(41);
  expect(figures.get(TOOK)).toBe(4);
  expect(figures.get(WAITING)).toBe(1);
});

test("one process alone tells its own figures", async ({ expect }) => {
  const { createLoneSiblings } = await import("../../src/workers/siblings.ts");
  const metrics = createMetrics();
  metrics.proofs.inc({ format: "jws" });
  const read = metricsReader({ metrics, siblings: createLoneSiblings() });
  expect(await read()).toContain(`${SENT} 1\n`);
});
