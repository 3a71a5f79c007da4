const RESAMPLES = 2000;
const CONFIDENCE = 0.99;

const medianOf = (sorted: Float64Array): number => {
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
};

/** The median of paired differences: its 99 % interval by resampling (percentile bootstrap). */
export function medianInterval(differences: readonly number[]): [number, number] {
  const medians = new Float64Array(RESAMPLES);
  const drawn = new Float64Array(differences.length);
  for (let i = 0; i < RESAMPLES; i++) {
    for (let j = 0; j < drawn.length; j++)
      drawn[j] = differences[Math.floor(Math.random() * differences.length)] ?? Number.NaN;
    medians[i] = medianOf(drawn.sort());
  }
  medians.sort();
  const tail = Math.floor((RESAMPLES * (1 - CONFIDENCE)) / 2);
  return [medians[tail] ?? Number.NaN, medians[RESAMPLES - 1 - tail] ?? Number.NaN];
}

/** How often a value of the first beats one of the second, ties by half: what Mann and Whitney's U is over all pairs. */
export function areaUnderCurve(first: readonly number[], second: readonly number[]): number {
  const ranked = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].toSorted((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let from = 0; from < ranked.length;) {
    let to = from;
    while (to < ranked.length && ranked[to]?.value === ranked[from]?.value) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (ranked[i]?.isFirst) rankSum += rank;
    from = to;
  }
  return (rankSum - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}
