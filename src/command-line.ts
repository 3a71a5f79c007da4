import cluster from "node:cluster";
import { inspect } from "node:util";
import { ConfigError, loadConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { openLog } from "./open-log.ts";

const COMMANDS =
  "migrate, admin, keys, guess-bound, mail-test, simulate, compile, or none to serve";

/**
 * The process: `node src/main.ts` serves, `… migrate` brings the schema up to date and ends, `… admin` makes somebody an
 * administrator. `… guess-bound` tells how safe codes are, `… mail-test` sends one message, `… keys` looks after signing
 * keys, `… simulate` replays recorded traffic, and `… compile` fills the compile cache; none of these five needs the
 * stores. Resolves with the exit code.
 */
async function runCommand(command: string | undefined, args: string[]): Promise<number> {
  if (command === "admin")
    return (await import("./commands/admin.ts")).appointAdmin(args, process.env, process);
  if (command === "guess-bound")
    return (await import("./commands/guess-bound.ts")).printGuessBound(process.env);
  if (command === "keys")
    return (await import("./commands/keys.ts")).manageKeys(args, process.env, process);
  if (command === "mail-test")
    return (await import("./commands/mail-test.ts")).mailTest(args, process.env, process);
  if (command === "simulate")
    return (await import("./commands/simulate.ts")).simulate(args, process);
  if (command === "compile") return (await import("./commands/compile.ts")).compile(process);
  if (command !== undefined && command !== "migrate") {
    process.stderr.write(`latchkey: there is no command ${command}: ${COMMANDS}\n`);
    return 2;
  }
  const config = loadConfig(process.env);
  if (command === "migrate") {
    const { migrateAll } = await import("./service.ts");
    await migrateAll(config, createLog(config.LOG_LEVEL));
    return 0;
  }
  if (config.WORKERS > 1 && cluster.isPrimary) {
    // Before the service is loaded: what watches over it needs a third of its memory.
    const { runWorkers } = await import("./workers/primary.ts");
    await using opened = await openLog(config);
    return await runWorkers(config, opened.log);
  }
  const siblings = cluster.isWorker
    ? await (await import("./workers/join.ts")).joinInstance()
    : undefined;
  const { runService } = await import("./service.ts");
  await using opened = await openLog(config, siblings && siblings.index + 1);
  await runService(config, opened.log, siblings);
  return 0;
}

/** Runs what the process was started for, and ends it. */
export async function main([command, ...args]: string[]): Promise<never> {
  try {
    // What is open when it ends was given up on purpose: it must not keep the process.
    process.exit(await runCommand(command, args));
  } catch (error) {
    // There may be no log yet, and an operator looks at a terminal: one plain line for what he can mend.
    const isExpected = error instanceof ConfigError || (error instanceof Error && "code" in error);
    process.stderr.write(`latchkey: ${isExpected ? error.message : inspect(error)}\n`);
    process.exit(1);
  }
}
