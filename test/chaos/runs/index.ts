import { histories } from "./histories.ts";
import { diskFull } from "./disk.ts";
import { killed } from "./killed.ts";
import { mailDead, mailFails, mailPauses } from "./mail.ts";
import { nemesis } from "./nemesis.ts";
import { frozen } from "./frozen.ts";
import { rolling } from "./rolling.ts";
import { overload } from "./overload.ts";
import { soak } from "./soak.ts";
import { postgresHangs, postgresStops, repliesLost } from "./postgres.ts";
import { failover } from "./failover.ts";
import { redisFrozen, redisKilled, redisRefuses, redisRestarted } from "./redis.ts";
import { undisturbed } from "./undisturbed.ts";
import type { Run } from "./run.ts";

/** Every run of the programme by its name, in the order in which `just chaos all` has them. */
export const RUNS: Readonly<Record<string, Run>> = {
  f1: undisturbed,
  f2: overload,
  f3: killed,
  f4: redisKilled,
  "f4-kept": redisRestarted,
  f5: redisFrozen,
  f6: failover,
  f7: redisRefuses,
  f8: postgresStops,
  f9: postgresHangs,
  f10: repliesLost,
  f11: mailFails,
  f12: mailPauses,
  f13: mailDead,
  f14: frozen,
  f15: histories,
  f16: rolling,
  f20: diskFull,
  f21: soak,
  f22: nemesis,
};
