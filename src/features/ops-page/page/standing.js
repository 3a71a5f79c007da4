import { make } from "./dom.js";
import { spanInWords } from "./words.js";

/** @typedef {{ name: string, state: "closed" | "paused" | "open", retry_in_seconds: number, problem: string | null }} Standing */

/**
 * How another server stands, as a line of a list.
 * @param {Standing} standing
 * @param {string} well what it does while all is well
 * @param {string} fine
 */
export function makeStanding(standing, well, fine) {
  const { name, problem } = standing;
  const { kind, text } = judge(standing, well);
  return make(
    "li",
    {},
    make(
      "p",
      { class: "bucket-head" },
      make("strong", {}, name),
      make("span", { class: `verdict ${kind}` }, text),
    ),
    ...(problem === null ? [] : [make("p", { class: "problem" }, `Last problem: ${problem}`)]),
    make("p", { class: "fine" }, fine),
  );
}

/** @param {Standing} standing @param {string} well @returns {{ kind: string, text: string }} */
function judge({ state, retry_in_seconds }, well) {
  const again =
    retry_in_seconds > 0 ? `asked again in ${spanInWords(retry_in_seconds)}` : "asked again now";
  if (state === "open") return { kind: "bad", text: `Fails, ${again}` };
  if (state === "paused") return { kind: "warn", text: `Wants a pause, ${again}` };
  return { kind: "good", text: well };
}
