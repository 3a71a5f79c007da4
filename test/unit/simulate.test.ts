import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { simulate } from "../../src/commands/simulate.ts";
import { recordedDay } from "../support/traffic.ts";

const smallDay = [...recordedDay(50)];
const TIGHTER = ["--set", "activate.ip=10/1m", "--set", "register.ip=5/1h"];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-simulate-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: string[], input = smallDay.join("\n"), isTTY = false) {
  const written = { stdout: "", stderr: "" };
  async function* chunks() {
    for (let at = 0; at < input.length; at += 1000) yield Buffer.from(input.slice(at, at + 1000));
  }
  const code = await simulate(args, {
    stdin: chunks(),
    stdout: { write: (text) => (written.stdout += text) !== "" },
    stderr: { isTTY, write: (text) => (written.stderr += text) !== "" },
  });
  return { code, ...written };
}

describe("simulate", () => {
  test("writes a report that needs nothing else", async ({ expect }) => {
    const from = ["--from", "-", "--report", join(folder, "small.html"), ...TIGHTER];
    expect(await run(from)).toMatchObject({ code: 0, stderr: "" });
    expect(await readdir(folder)).toEqual(["small.html"]);
    const report = await readFile(join(folder, "small.html"), "utf8");
    expect(report).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\bsrc=|href=|https?:/i);
    expect(report).toContain("prefers-color-scheme: dark");
    expect(report).toContain("<svg");
    expect(report.match(/<title>2026-01-31 03:00: enforced 70, candidate 90,/g)).toHaveLength(2);
  });

  test("takes the record that the README shows", async ({ expect }) => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const record = /```json\n(\{"type":"settings".*?)```/s.exec(readme)?.[1] ?? "";
    const { code, stdout } = await run(["--from", "-", "--json"], record);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ requests: 1, decisions: 1 });
  });

  test("tells on a terminal how far it is, and leaves nothing of it", async ({ expect }) => {
    const { stdout, stderr } = await run(["--from", "-"], smallDay.join("\n"), true);
    expect(stderr.startsWith("\r\u001b[K0 MB")).toBe(true);
    expect(stderr.endsWith("\r\u001b[K")).toBe(true);
    expect((await run(["--from", "-"])).stdout).toBe(stdout);
  });

  test.for([
    [[], "--from is missing"],
    [["--from", ""], "--from is missing"],
    [["--from", "-", "--set", "activate.ip"], "--set activate.ip: this is not like"],
    [["--from", "-", "--set", "activate.ip=0/1m"], "--set activate.ip=0/1m: this is not like"],
    [["--from", "-", "--set", "=1/1m"], "--set =1/1m: this is not like"],
    [["--from", "-", "--set", "a=1/1m", "--set", "a=2/1m"], "a is set twice"],
    [["--from", "-", "--report", ""], "--report needs a file name"],
    [["--from", "-", "--frmo", "x"], "'--frmo'"],
    [["--from"], "'--from"],
    [["record.ndjson"], "'record.ndjson'"],
    [
      ["--from", "-", "--set", "nobody.ip=1/1m"],
      "there is no policy nobody.ip; there is: register.ip",
    ],
    [["--from", "-", "--set", "account.ip=1/1m"], "account.ip was off when this was recorded"],
  ] as const)(
    "explains wrong arguments and ends with 2: %j",
    async ([args, message], { expect }) => {
      const { code, stdout, stderr } = await run([...args]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(message);
      expect(stderr).toContain("usage: simulate --from FILE|-");
    },
  );

  const [settings = "", first = "", second = ""] = smallDay;
  test.for([
    ["nothing", "", "- is empty: the settings line is missing"],
    ["no settings line", `${first}\n`, "-, line 1: the settings line is missing"],
    [
      "a truncated line",
      `${settings}\n${first}\n${second.slice(0, -9)}`,
      "-, line 3: it is no whole JSON",
    ],
    [
      "a bad line",
      `${settings}\n{"type":"x"}\n${first}\n`,
      '-, line 2: its "type" is not "decision"',
    ],
    ["an empty line", `${settings}\n${first}\n\n${second}\n`, "-, line 3: it is empty"],
    [
      "a second settings line",
      `${settings}\n${settings}\n`,
      '-, line 2: its "type" is not "decision"',
    ],
    [
      "an unknown policy",
      `${settings}\n${first.replace("register.ip", "other.ip")}\n`,
      '-, line 2: its policy "other.ip" is not in the settings line',
    ],
    ["no end of line", `${settings}\n${"x".repeat(3 << 20)}`, "line 2: it is longer than"],
  ] as const)(
    "tells the line of a record with %s and leaves nothing",
    async ([, input, message], { expect }) => {
      await writeFile(join(folder, "kept.html"), "an older report");
      const before = await readdir(folder);
      const args = ["--from", "-", "--json", "--report", join(folder, "kept.html")];
      const { code, stdout, stderr } = await run(args, input);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain(`latchkey simulate: ${message}`);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(await readdir(folder)).toEqual(before);
      expect(await readFile(join(folder, "kept.html"), "utf8")).toBe("an older report");
    },
  );

  test.for([
    [["--from", "nowhere.ndjson"], "ENOENT"],
    [["--from", "."], "EISDIR"],
    [["--from", "-", "--report", "nowhere/report.html"], "ENOENT"],
  ] as const)("ends with 1 when a file is not there: %j", async ([args, message], { expect }) => {
    const { code, stdout, stderr } = await run([...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
