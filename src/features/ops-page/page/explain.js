import { ask, explainFault, explainProblem } from "./api.js";
import { askReason } from "./ask-reason.js";
import { make, makeBar, part, setStatus } from "./dom.js";
import { clearErrors, showErrors } from "./limit-fields.js";
import { formatNumber, quotaInWords, untilInWords } from "./words.js";

/** @typedef {import("./api.js").Bucket} Bucket */
/** @typedef {import("./api.js").Explanation} Explanation */

const NAMES = ["ip", "email", "route"];

/**
 * The form that tells what a request would meet, and clears counters.
 * @param {HTMLElement} section
 */
export function createExplain(section) {
  const form = part(section, "form");
  const status = part(section, ".status");
  const list = part(section, ".buckets");
  /** @type {Record<string, string>} */
  let asked = {};

  /** @param {string} [prefix] said before what is found */
  async function explain(prefix = "") {
    clearErrors(form);
    try {
      /** @type {import("./api.js").Answer<Explanation>} */
      const answer = await ask("POST", "/ops/limits/explain", { body: asked });
      if (answer.ok) {
        setStatus(status, "good", prefix + summarise(answer.body));
        list.replaceChildren(...answer.body.buckets.map((bucket) => makeBucket(bucket, clear)));
        return;
      }
      list.replaceChildren();
      const rest = showErrors(form, answer.problem.errors ?? []);
      setStatus(status, "bad", [explainProblem(answer), ...rest].join(" "));
    } catch (error) {
      setStatus(status, "bad", explainFault(error));
    }
  }

  /** @param {Bucket} bucket */
  async function clear({ id, limit, used }) {
    const reason = await askReason({
      title: `Clear ${limit}?`,
      text: `The counter starts again at zero; it stands at ${formatNumber(used)}.`,
      action: "Clear",
    });
    if (reason === null) return;
    try {
      const path = `/ops/limits/buckets/${encodeURIComponent(id)}`;
      const answer = await ask("DELETE", path, { body: { reason } });
      if (answer.ok) await explain(`${limit} was cleared. `);
      else setStatus(status, "bad", explainProblem(answer));
    } catch (error) {
      setStatus(status, "bad", `${explainFault(error)} It may have been cleared or not.`);
    }
    status.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked = {};
    for (const name of NAMES) {
      const input = part(form, `[name=${name}]`);
      const text = input.value.trim();
      if (text !== "") asked[name] = text;
    }
    setStatus(status, "busy", "Looking …");
    void explain();
  });

  return {
    /** @param {import("./api.js").Limit[]} limits */
    update(limits) {
      const routes = [...new Set(limits.flatMap((limit) => limit.routes))];
      const select = part(form, "select");
      const isShown = routes.join() === [...select.children].map((o) => o.textContent).join();
      if (!isShown) select.replaceChildren(...routes.map((route) => make("option", {}, route)));
    },
  };
}

/** @param {Explanation} explanation */
function summarise({ buckets, guess_budget }) {
  const refusing = buckets.filter((bucket) => bucket.refuses).map(({ limit }) => limit);
  const verdict =
    refusing.length > 0
      ? `It would be refused by ${refusing.join(" and ")}.`
      : "No limit would refuse it.";
  if (guess_budget === null)
    return `${verdict} Limits that count by e-mail address are left out: give one to see them.`;
  const guesses = `Of the address' guesses at activation codes ${formatNumber(guess_budget.used)} are used, or kept for its newest code, and ${formatNumber(guess_budget.left)} are left.`;
  return `${verdict} ${guesses}`;
}

/** @param {Bucket} bucket @returns {{ kind: string, text: string }} */
function judge({ mode, refuses, left, allowed_by_list }) {
  if (allowed_by_list) return { kind: "good", text: "On the allow list" };
  if (refuses) return { kind: "bad", text: "Refuses" };
  if (mode === "off") return { kind: "", text: "Off" };
  if (left <= 0) return { kind: "warn", text: "Would refuse (shadow)" };
  return { kind: "good", text: "Lets through" };
}

/** @param {Bucket} bucket @param {(bucket: Bucket) => Promise<void>} onClear */
function makeBucket(bucket, onClear) {
  const { limit, quota, used, left, resets_at } = bucket;
  const { kind, text } = judge(bucket);
  const button = make("button", { type: "button", "aria-label": `Clear ${limit}` }, "Clear");
  button.addEventListener("click", () => void onClear(bucket));
  button.hidden = used === 0;
  const next = left > 0 ? "the oldest is forgotten" : "free again";
  const reset = resets_at === null ? "" : ` · ${next} ${untilInWords(resets_at, Date.now())}`;
  return make(
    "li",
    {},
    make(
      "div",
      { class: "bucket" },
      make(
        "p",
        { class: "bucket-head" },
        make("strong", {}, limit),
        make("span", { class: `verdict ${kind}` }, text),
      ),
      makeBar(used, used + left, bucket.refuses ? "bad" : "warn"),
      make(
        "p",
        { class: "fine" },
        `${formatNumber(used)} used of ${quotaInWords(quota) ?? quota}, ${formatNumber(left)} left${reset}`,
      ),
    ),
    button,
  );
}
