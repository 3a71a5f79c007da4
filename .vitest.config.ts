import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const globalSetup = ["test/support/stores.ts"];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    // Each starts stores of its own: what is set up for all of them is set up once.
    projects: [
      { extends: true, test: { name: "single", include: ["test/**/*.test.ts"], globalSetup } },
      // What the stores promise holds on a Redis Cluster as well.
      {
        extends: true,
        test: { name: "cluster", include: ["test/store/**/*.test.ts"], globalSetup },
      },
    ],
    setupFiles: ["test/support/quiet-console.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more workers only wait for each other's hashes.
    maxWorkers: 2,
    // Nobody sits before the machine of a CI to see whether a stalled browser stalls again; what was tried twice says so.
    retry: process.env["CI"] === undefined ? 0 : 1,
    // What is awaited is awaited as long as anything else: a crowded machine is no fault.
    expect: { poll: { timeout: 15_000 } },
  },
});
