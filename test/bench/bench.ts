import { benchAdmin } from "./admin.ts";
import { benchHash } from "./hash.ts";
import { benchLimits } from "./limits.ts";
import { benchLive } from "./live.ts";
import { benchDrain } from "./mail-drain.ts";
import { benchFailover } from "./mail-failover.ts";
import { benchFaults } from "./mail-faults.ts";
import { benchOtp } from "./otp.ts";
import { benchSimulate } from "./simulate.ts";
import { benchTiming } from "./timing.ts";

// `just bench NAME`: measures something against a yardstick of the same run. Not part of the tests.
const benches: Record<string, (argument: string | undefined) => Promise<void>> = {
  hash: benchHash,
  admin: benchAdmin,
  limits: benchLimits,
  live: (runtime = "node") => benchLive(runtime === "bun" ? "bun" : "node"),
  "mail-drain": benchDrain,
  // With how many minutes each way of being dead lasts.
  "mail-failover": (minutes = "1") => benchFailover(Number(minutes)),
  "mail-faults": benchFaults,
  otp: (runtime = "node") => benchOtp(runtime === "bun" ? "bun" : "node"),
  simulate: benchSimulate,
  timing: benchTiming,
};

const [name = "hash", argument] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench(argument);
else {
  console.error(`there is no bench ${name}; there is: ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
}
