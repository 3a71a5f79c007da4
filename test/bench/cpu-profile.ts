import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import type { Subject } from "./stack.ts";

/** What V8's inspector and Bun write (CPU profile, Chrome DevTools Protocol, Profiler.Profile). */
export type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
};

export type ProfileShare = { name: string; share: number };

const SAMPLE_MICROS = 250;
const PARTS_MAX = 14;
const FUNCTIONS_MAX = 12;

/** Puts an instance of its own under load, and prints where its thread's time went. */
export async function printProfile(
  session: BenchSession,
  stack: ServiceStack,
  title: string,
  load: (subject: Subject) => Promise<void>,
): Promise<void> {
  session.progress(`profile of ${title}`);
  const folder = await mkdtemp(join(tmpdir(), "latchkey-profile-"));
  const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${SAMPLE_MICROS}`];
  {
    await using subject = await stack.start("src/main.ts", { flags });
    await load(subject);
  }
  // Its worker threads have files of their own; the main thread's is the largest.
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), "utf8")),
  );
  await rm(folder, { recursive: true });
  const profile = JSON.parse(texts.toSorted((a, b) => b.length - a.length)[0] ?? "") as CpuProfile;
  const tell = ({ name, share }: ProfileShare): string =>
    `  ${(100 * share).toFixed(1).padStart(5)} %  ${name}`;
  session.print(
    [
      `${title}: where the thread's time goes, by part (idle left out, starting and stopping counted)`,
      ...shareTime(profile, partOf).slice(0, PARTS_MAX).map(tell),
      "by function",
      ...shareTime(profile, functionOf).slice(0, FUNCTIONS_MAX).map(tell),
      "",
    ].join("\n"),
  );
}

type Frame = CpuProfile["nodes"][number]["callFrame"];

/** Self time by a name, as shares of all that was not idle; the largest first. */
export function shareTime(profile: CpuProfile, nameOf: (frame: Frame) => string): ProfileShare[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const micros = new Map<string, number>();
  let total = 0;
  for (const [i, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    if (!frame || /^\((idle|program|root)\)$/.test(frame.functionName)) continue;
    const took = profile.timeDeltas[i] ?? 0;
    const name = nameOf(frame);
    micros.set(name, (micros.get(name) ?? 0) + took);
    total += took;
  }
  return [...micros]
    .map(([name, took]) => ({ name, share: took / total }))
    .toSorted((a, b) => b.share - a.share);
}

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)/;

/** A package, a folder of src, a module of the runtime, or what the engine itself does. */
export function partOf({ url, functionName }: Frame): string {
  const [, packageName] = PACKAGE.exec(url) ?? [];
  if (packageName !== undefined) return packageName;
  const [, folder] = /\/(src\/[^/]+)/.exec(url) ?? [];
  if (folder !== undefined) return folder;
  if (url !== "") return url.replace(/^node:internal\/.*/, "node:internal");
  return functionName.startsWith("(") ? functionName : "native functions";
}

const functionOf = (frame: Frame): string =>
  `${frame.functionName || "(anonymous)"} ${frame.url.replace(/^.*\/(?=[^/]+\/[^/]+$)/, "")}:${frame.lineNumber + 1}`;
