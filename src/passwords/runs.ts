import { adjacencyGraphs } from "@zxcvbn-ts/language-common";
import { unitOf } from "./forms.ts";

/** Whether a run may go on from one character to the next. */
type Step = (from: string, to: string) => boolean;

type Layout = Record<string, (string | null)[]>;

const DIRECTIONS_MAX = 8;

const codePoint = (character: string): number => character.codePointAt(0) ?? 0;

const walk =
  (layout: Layout, direction: number): Step =>
  (from, to) =>
    layout[from]?.[direction]?.includes(to) === true;

/** The same again, up or down the alphabet, and in one direction over a keyboard. */
const STEPS: readonly Step[] = [
  ...[0, 1, -1].map(
    (by): Step =>
      (from, to) =>
        codePoint(to) - codePoint(from) === by,
  ),
  ...Object.values<Layout>(adjacencyGraphs).flatMap((layout) =>
    Array.from({ length: DIRECTIONS_MAX }, (_, direction) => walk(layout, direction)),
  ),
];

const RUN_MIN = 3;
/** What somebody has to think of for a run: where it begins, and how it goes on. */
const RUN_COST = 2;
const UNIT_MAX = 4;
const CHOICES_MIN = 6;
/** A year and a sign. */
const AROUND_MAX = 5;
const DIFFERENT_MIN = 3;

/**
 * How many characters of a folded text were chosen: "aaaaaaaa", "12345678" and "qwertyui" are two each. Nobody asks for
 * more than CHOICES_MIN, so there it ends: most passwords are longer.
 */
function countChoices(text: string): number {
  const characters = Array.from(text);
  let choices = 0;
  for (let at = 0; at < characters.length && choices < CHOICES_MIN;) {
    const length = Math.max(...STEPS.map((isStep) => runLength(characters, at, isStep)));
    choices += length < RUN_MIN ? 1 : RUN_COST;
    at += length < RUN_MIN ? 1 : length;
  }
  return choices;
}

function runLength(characters: string[], start: number, isStep: Step): number {
  let end = start + 1;
  while (end < characters.length && isStep(characters[end - 1] ?? "", characters[end] ?? "")) end++;
  return end - start;
}

/** Whether a rest adds little to the known part beside it, of so many characters: it is guessed along with that. */
export const isGuessedAlong = (rest: string, knownLength: number): boolean =>
  countChoices(rest) <= Math.min(AROUND_MAX, knownLength + 1);

/** Whether a folded password is little more than repetitions and sequences. */
export const isRepetitive = (text: string): boolean =>
  new Set(text).size < DIFFERENT_MIN ||
  countChoices(text) < CHOICES_MIN ||
  (text.length > UNIT_MAX && unitOf(text).length <= UNIT_MAX);
