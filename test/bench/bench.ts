import { benchHash } from "./hash.ts";
import { benchLimits } from "./limits.ts";
import { benchSimulate } from "./simulate.ts";

// `just bench NAME`: measures something against a yardstick of the same run. Not part of the tests.
const benches: Record<string, () => Promise<void>> = {
  hash: benchHash,
  limits: benchLimits,
  simulate: benchSimulate,
};

const [name = "hash"] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench();
else {
  console.error(`there is no bench ${name}; there is: ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
}
