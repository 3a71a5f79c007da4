import { once } from "node:events";
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import { RUNTIMES, type Runtime } from "../support/processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TURNS = 300;
const LINES_A_TURN = 200;
const DONE = "all was logged";

/** Logs more than waits for a reader, tells on stderr that it did, and ends as soon as it reads a line. */
const SCRIPT = `
  const { openLog } = await import("./src/open-log.ts");
  const { log, [Symbol.asyncDispose]: close } = await openLog({ LOG_LEVEL: "info", PORT: 0 });
  for (let turn = 0; turn < ${TURNS}; turn++) {
    for (let line = 0; line < ${LINES_A_TURN}; line++) log.info("line");
    await new Promise(setImmediate);
  }
  process.stderr.write("${DONE}");
  process.stdin.once("data", async () => {
    log.info("goodbye");
    await close();
    process.exit(0);
  });
`;

async function startWriter(runtime: Runtime): Promise<ChildProcess & AsyncDisposable> {
  const child = spawn(`${ROOT}node_modules/.bin/${runtime}`, ["-e", SCRIPT], { cwd: ROOT });
  await once(child.stderr, "data");
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  });
}

describe.each(RUNTIMES)("a log that nobody reads, on %s", (runtime) => {
  test("does not keep its process from ending", async ({ expect }) => {
    await using writer = await startWriter(runtime);
    const exited = once(writer, "exit");
    writer.stdin?.write("end\n");
    expect(await exited).toEqual([null, "SIGKILL"]);
  });

  test("is bounded, and tells how many lines were lost to whoever reads again", async ({
    expect,
  }) => {
    await using writer = await startWriter(runtime);
    if (!writer.stdout) throw new Error("a process without stdout");
    let read = 0;
    let lost = 0;
    for await (const text of createInterface({ input: writer.stdout })) {
      const line = JSON.parse(text) as { msg: string; lost?: number };
      if (line.msg === "line") read++;
      if (line.lost !== undefined) {
        lost = line.lost;
        writer.stdin?.write("end\n");
      }
      if (line.msg === "goodbye") break;
    }
    expect(read).toBeGreaterThan(TURNS);
    expect(lost).toBeGreaterThan(TURNS);
    expect(read + lost).toBe(TURNS * LINES_A_TURN);
  });
});
