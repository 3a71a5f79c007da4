import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedNowMs } from "./helper-process.ts";
import type { ServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import type { Subject } from "./stack.ts";

/** What V8's inspector and Bun write (CPU profile, Chrome DevTools Protocol, Profiler.Profile); times in microseconds. */
export type CpuProfile = {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  startTime: number;
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
  const span = { fromMicros: 0, toMicros: 0 };
  {
    await using subject = await stack.start("src/main.ts", { flags });
    // Once for its own warming up.
    await load(subject);
    span.fromMicros = sharedNowMs() * 1000;
    await load(subject);
    span.toMicros = sharedNowMs() * 1000;
  }
  // Its worker threads have files of their own; the main thread's is the largest.
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), "utf8")),
  );
  await rm(folder, { recursive: true });
  const profile = JSON.parse(texts.toSorted((a, b) => b.length - a.length)[0] ?? "") as CpuProfile;
  const within = cutProfile(profile, span);
  const tell = ({ name, share }: ProfileShare): string =>
    `  ${(100 * share).toFixed(1).padStart(5)} %  ${name}`;
  session.print(
    [
      `${title}: where the thread's time goes, by who called the runtime (idle left out)`,
      ...shareTime(within, partOf, isOurs).slice(0, PARTS_MAX).map(tell),
      "by function",
      ...shareTime(within, functionOf).slice(0, FUNCTIONS_MAX).map(tell),
      "",
    ].join("\n"),
  );
}

type Frame = CpuProfile["nodes"][number]["callFrame"];

/** The samples of a span of the clock that all processes share; all of them where the runtime has another clock. */
export function cutProfile(
  profile: CpuProfile,
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
): CpuProfile {
  let at = profile.startTime;
  const isWithin = profile.timeDeltas.map((delta) => (at += delta) >= fromMicros && at <= toMicros);
  if (!isWithin.includes(true)) return profile;
  return {
    ...profile,
    samples: profile.samples.filter((_, i) => isWithin[i]),
    timeDeltas: profile.timeDeltas.filter((_, i) => isWithin[i]),
  };
}

/**
 * Self time by a name, as shares of all that was not idle; the largest first. The time of a frame that does not count for
 * itself is its nearest caller's that does.
 */
export function shareTime(
  { nodes, samples, timeDeltas }: CpuProfile,
  nameOf: (frame: Frame) => string,
  counts: (frame: Frame) => boolean = () => true,
): ProfileShare[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((each) => [each, id])),
  );
  const named = (id: number): Frame | undefined => {
    let at: number | undefined = id;
    while (at !== undefined) {
      const frame = frames.get(at);
      if (frame && counts(frame)) return frame;
      at = callers.get(at);
    }
    return frames.get(id);
  };
  const micros = new Map<string, number>();
  let total = 0;
  for (const [i, id] of samples.entries()) {
    if (/^\((idle|program|root)\)$/.test(frames.get(id)?.functionName ?? "(root)")) continue;
    const frame = named(id);
    if (!frame) continue;
    const took = timeDeltas[i] ?? 0;
    const name = nameOf(frame);
    micros.set(name, (micros.get(name) ?? 0) + took);
    total += took;
  }
  return [...micros]
    .map(([name, took]) => ({ name, share: took / total }))
    .toSorted((a, b) => b.share - a.share);
}

/** Code of ours, or of a package: not what the runtime does for them. */
const isOurs = ({ url }: Frame): boolean => /node_modules\/|\/src\//.test(url);

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
