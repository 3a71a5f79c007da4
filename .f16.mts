const { startOwnPostgres } = await import("./test/support/own-postgres.ts");
const { startOwnRedis } = await import("./test/support/own-redis.ts");
const { startFleet } = await import("./test/support/fleet.ts");
const { restartInTurn } = await import("./test/support/rolling-restart.ts");
const [runtime, drain = "1500", restarts = "10", requests = "4000"] = process.argv.slice(2);
await using pg = await startOwnPostgres();
await using redis = await startOwnRedis();
await using fleet = await startFleet({
  runtime: runtime as "node",
  databaseUrl: pg.url,
  redisUrl: redis.url,
  environment: { LIMITS: "off", SHUTDOWN_DRAIN_MS: drain },
});
const t = performance.now();
const told = await restartInTurn(fleet, {
  clients: 32,
  restarts: Number(restarts),
  requests: Number(requests),
});
const counts: Record<string, number> = {};
for (const f of told.failures) counts[f] = (counts[f] ?? 0) + 1;
console.log(
  runtime,
  "drain",
  drain,
  "answered",
  told.answered,
  "failures",
  told.failures.length,
  counts,
  "exit",
  told.exitCodes.join(),
  Math.round((performance.now() - t) / 1000) + "s",
);
process.exit(0);
