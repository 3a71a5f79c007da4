import { appendFile, readdir, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { newLogDirectory } from "../support/log-directory.ts";
import { RUNTIMES, launchService, startServiceProcess } from "../support/processes.ts";

const MEGABYTE = 1_048_576;
const CLIENTS = 8;

describe.each(RUNTIMES)("a service with LOG_DIR on %s", (runtime) => {
  test("has in its files, over a restart and a rotation, just what it says on stdout, readable to its group", async ({
    expect,
  }) => {
    await using logs = await newLogDirectory();
    const name = `${hostname()}-0`;
    const path = join(logs.path, `latchkey-${name}.log`);
    const environment = {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://email.test",
      LOG_DIR: logs.path,
      LOG_FILE_MB: "1",
      PORT: "0",
    };
    const said: string[] = [];
    // The first run leaves its file almost full.
    for (const ballast of ["x".repeat(MEGABYTE - 10_000), null]) {
      await using service = await startServiceProcess(runtime, environment);
      const isDone = async (): Promise<boolean> =>
        ballast !== null || (await readdir(logs.path)).length > 1;
      const client = async (): Promise<void> => {
        do await fetch(`${service.url}/health/live`);
        while (!(await isDone()));
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      service.kill("SIGTERM");
      expect(await service.exited).toBe(0);
      said.push(...service.lines);
      if (ballast === null) continue;
      await appendFile(path, `${ballast}\n`);
      said.push(ballast);
    }

    // What was being compressed when the process ended is whole.
    const closed = (await logs.names()).filter((file) => file !== `latchkey-${name}.log`);
    expect(closed).toContainEqual(expect.stringMatching(/\.\d{4}-\d\d-\d\d\.1\.log(\.gz)?$/));
    expect(await logs.lines(name)).toEqual(said);
    expect(said.at(-1)).toContain('"msg":"stopped"');
    for (const file of await logs.names())
      expect((await stat(join(logs.path, file))).mode & 0o777, file).toBe(0o640);
  });

  test("ends with what to mend when the directory cannot be written", async ({ expect }) => {
    await using service = launchService(runtime, {
      NODE_ENV: "test",
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      REDIS_URL: "redis://127.0.0.1:1",
      EMAIL_API_URL: "http://email.test",
      LOG_DIR: "/dev/null/logs",
    });
    expect(await service.exited).toBe(1);
    expect(service.lines.join("\n")).toMatch(/LOG_DIR: cannot be written \(\w+\)/);
    expect(service.lines.join("\n")).not.toContain("/dev/null");
  });
});
