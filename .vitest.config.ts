import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const globalSetup = ["test/support/stores.ts"];

const LONGEST_FIRST = ["browser", "journey", "fuzz", "api", "store"];

/** What takes longest begins first: otherwise a core waits at the end for the last file of the other. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST_FIRST.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
      return found === -1 ? LONGEST_FIRST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

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
    sequence: { sequencer: LongestFirst },
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
