import { median } from "./stack.ts";

/** One figure of a bench, as test/bench/latest.json keeps it. */
export type BenchResult = {
  /** Names it for good: a later run replaces it. */
  name: string;
  value: number;
  unit: string;
  /** What the yardstick did in the same run, in the same unit; null where the figure stands alone. */
  yardstick: number | null;
  /** Value by yardstick: the median of the rounds' own ratios. */
  ratio: number | null;
  /** Null for a figure that only informs. */
  target: number | null;
  met: boolean | null;
  /** What the yardstick is. */
  against: string | null;
  /** Whether the ratio or the value has the target, and whether it must be reached or not exceeded. */
  judged: "ratio" | "value";
  bound: "min" | "max";
  /** The least and most of what was judged. */
  spread: [number, number];
  /** What there is to know about it, such as what bounds it. */
  note?: string;
};

type Named = { name: string; unit: string; target: number | null; note?: string };

/** A figure beside a yardstick measured in turns with it: values of the same place are of one round. */
export function rateAgainst(
  { against, ...named }: Named & { against: string },
  values: readonly number[],
  yardsticks: readonly number[],
): BenchResult {
  const ratios = values.map((value, i) => value / (yardsticks[i] ?? Number.NaN));
  return judge(named, {
    value: median([...values]),
    yardstick: median([...yardsticks]),
    ratio: median(ratios),
    against,
    judged: "ratio",
    bound: "min",
    spread: spreadOf(ratios),
  });
}

/** A figure that has a target of its own, in its own unit. */
export const measure = (
  { bound, ...named }: Named & { bound: BenchResult["bound"] },
  values: readonly number[],
): BenchResult =>
  judge(named, {
    value: median([...values]),
    yardstick: null,
    ratio: null,
    against: null,
    judged: "value",
    bound,
    spread: spreadOf(values),
  });

function judge(named: Named, figure: Omit<BenchResult, keyof Named | "met">): BenchResult {
  const judged = figure.judged === "ratio" ? (figure.ratio ?? Number.NaN) : figure.value;
  const { target } = named;
  const isReached = (least: number): boolean =>
    figure.bound === "min" ? judged >= least : judged <= least;
  return { ...named, ...figure, met: target === null ? null : isReached(target) };
}

const spreadOf = (values: readonly number[]): [number, number] => [
  Math.min(...values),
  Math.max(...values),
];
