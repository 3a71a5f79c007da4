import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expectInTime, expectRefusals } from "../expectations.ts";
import { disturbance } from "../faults.ts";
import type { World } from "../world.ts";
import { type Run, disturbOneByOne } from "./run.ts";

const SIZE = "300m";
const LABEL = "Postgres: disk full";
/** Beside the folder that Postgres made on its disk. */
const fillerOf = ({ postgres }: Pick<World, "postgres">): string =>
  join(dirname(dirname(postgres.dataDir)), "filler");

/** F20: the disk below Postgres is full, which may end it, and has room again. */
export const diskFull: Run = {
  title: "F20 the disk below Postgres is full",
  // A disk of its own takes root.
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), "latchkey-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", folder], {
        stdio: "ignore",
      });
    } catch {
      await rm(folder, { recursive: true });
      return null;
    }
    await chmod(folder, 0o755);
    return {
      postgresWithin: folder,
      async [Symbol.asyncDispose]() {
        execFileSync("umount", ["--lazy", folder]);
        await rm(folder, { recursive: true });
      },
    };
  },
  async drive(world, tier) {
    const full = disturbance(LABEL, {
      begin: (each) => fill(fillerOf(each)),
      ms: tier === "full" ? 10_000 : 3000,
      async end({ postgres, print }) {
        await rm(fillerOf(world));
        if (postgres.isRunning()) return;
        print("Postgres ended by itself");
        await postgres.start();
      },
    });
    await disturbOneByOne(world, tier, tier === "full" ? [full, full, full] : [full]);
    expectInTime(world, LABEL, { maxMs: 2500 });
    expectRefusals(world, LABEL);
  },
};

async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  // Pages first, then what is left of the last one.
  for (const size of [1_048_576, 4096])
    while (
      await file.write(Buffer.alloc(size)).then(
        ({ bytesWritten }) => bytesWritten === size,
        () => false,
      )
    );
  await file.close();
}
