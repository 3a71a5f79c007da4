import cluster from "node:cluster";
import { inspect } from "node:util";
import { appointAdmin } from "./commands/admin.ts";
import { printGuessBound } from "./commands/guess-bound.ts";
import { manageKeys } from "./commands/keys.ts";
import { mailTest } from "./commands/mail-test.ts";
import { simulate } from "./commands/simulate.ts";
import { ConfigError, loadConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { openLog } from "./open-log.ts";
import { migrateAll, runService } from "./service.ts";
import { joinInstance } from "./workers/join.ts";
import { runWorkers } from "./workers/primary.ts";

const COMMANDS = "migrate, admin, keys, guess-bound, mail-test, simulate, or none to serve";

/**
 * The process: `node src/main.ts` serves, `… migrate` brings the schema up to date and ends, `… admin` makes somebody an
 * administrator. `… guess-bound` tells how safe codes are, `… mail-test` sends one message, `… keys` looks after signing
 * keys, and `… simulate` replays recorded traffic; none of these four needs the stores. Resolves with the exit code.
 */
async function main(command: string | undefined, args: string[]): Promise<number> {
  if (command === "admin") return appointAdmin(args, process.env, process);
  if (command === "guess-bound") return printGuessBound(process.env);
  if (command === "keys") return manageKeys(args, process.env, process);
  if (command === "mail-test") return mailTest(args, process.env, process);
  if (command === "simulate") return simulate(args, process);
  if (command !== undefined && command !== "migrate") {
    process.stderr.write(`latchkey: there is no command ${command}: ${COMMANDS}\n`);
    return 2;
  }
  const config = loadConfig(process.env);
  if (command === "migrate") {
    await migrateAll(config, createLog(config.LOG_LEVEL));
    return 0;
  }
  if (cluster.isWorker) {
    const siblings = await joinInstance();
    await using ownLog = await openLog(config, siblings.index + 1);
    await runService(config, ownLog.log, siblings);
    return 0;
  }
  await using opened = await openLog(config);
  if (config.WORKERS > 1) return await runWorkers(config, opened.log);
  await runService(config, opened.log);
  return 0;
}

try {
  const [, , command, ...args] = process.argv;
  // What is open when it ends was given up on purpose: it must not keep the process.
  process.exit(await main(command, args));
} catch (error) {
  // There may be no log yet, and an operator looks at a terminal: one plain line for what he can mend.
  const isExpected = error instanceof ConfigError || (error instanceof Error && "code" in error);
  process.stderr.write(`latchkey: ${isExpected ? error.message : inspect(error)}\n`);
  process.exit(1);
}
