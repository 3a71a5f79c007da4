import { ask, explainFault, explainProblem, limitPath } from "./api.js";
import { makeConflict } from "./conflict.js";
import { instantiate, part, setStatus } from "./dom.js";
import {
  clearErrors,
  clearReason,
  fillFields,
  fingerprint,
  prepareFields,
  readReason,
  readSettings,
  showErrors,
} from "./limit-fields.js";
import { readLimit } from "./readings.js";
import { makeReplayTable, replayInWords } from "./replay.js";
import { isSame } from "./settings.js";

/** @typedef {import("./api.js").Limit} Limit */

/**
 * The editor of one limit. What somebody typed stays until it is applied or given up.
 * @param {Limit} limit
 * @param {(latest: Limit) => void} onChanged after the service took a change
 */
export function createLimitForm(limit, onChanged) {
  const { name } = limit;
  const form = instantiate("limit-form", name);
  const status = part(form, ".status");
  const outcome = part(form, ".outcome");
  let base = limit;
  let untouched = "";
  let isBusy = false;

  const fill = (/** @type {Limit} */ from) => {
    base = from;
    fillFields(form, from.settings);
    untouched = fingerprint(form);
  };

  /** @param {string} doing @param {() => Promise<void>} work */
  async function run(doing, work) {
    if (isBusy) return;
    isBusy = true;
    clearErrors(form);
    outcome.replaceChildren();
    setStatus(status, "busy", doing);
    try {
      await work();
    } catch (error) {
      setStatus(status, "bad", `${explainFault(error)} It may have been done or not.`);
    }
    isBusy = false;
  }

  /** @param {{ status: number, problem: import("./api.js").Problem }} answer */
  async function refuse(answer) {
    if (answer.status === 412) return showConflict();
    const errors = answer.problem.errors ?? [];
    const rest = showErrors(form, errors);
    const said = errors.length > 0 ? "Not done: see the fields." : explainProblem(answer);
    setStatus(status, "bad", [said, ...rest].join(" "));
  }

  async function showConflict() {
    const theirs = await readLimit(name);
    base = theirs;
    setStatus(status, "bad", "Somebody changed it meanwhile. What you typed is kept.");
    outcome.replaceChildren(
      await makeConflict(theirs, readSettings(form), () => {
        fill(theirs);
        outcome.replaceChildren();
        setStatus(status, "good", "These are the settings in force.");
        status.focus();
      }),
    );
  }

  const attempt = () =>
    run("Replaying what was recorded …", async () => {
      const body = { ...readSettings(form), reason: readReason(form) || "dry run" };
      /** @type {import("./api.js").Answer<{ replay: import("./api.js").Replay }>} */
      const answer = await ask("PUT", `${limitPath(name)}?dry_run=true`, { body });
      if (!answer.ok) return refuse(answer);
      setStatus(status, "good", `${replayInWords(answer.body.replay)} Nothing was changed.`);
      if (answer.body.replay.requests > 0)
        outcome.replaceChildren(makeReplayTable(answer.body.replay, name));
    });

  /** @param {"PUT" | "DELETE"} method @param {string} done */
  const change = (method, done) =>
    run("Saving …", async () => {
      const reason = readReason(form);
      if (reason === "") {
        showErrors(form, [{ field: "reason", message: "Say why, for the history." }]);
        setStatus(status, "bad", "Not done: a reason is missing.");
        return;
      }
      const body = method === "PUT" ? { ...readSettings(form), reason } : { reason };
      /** @type {import("./api.js").Answer<Limit>} */
      const answer = await ask(method, limitPath(name), { body, version: base.version });
      if (!answer.ok) return refuse(answer);
      clearReason(form);
      fill(answer.body);
      setStatus(status, "good", done);
      onChanged(answer.body);
    });

  prepareFields(form, name);
  fill(limit);
  // Enter in a field tries; what bites is only done by its own button.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt();
  });
  part(form, ".apply").addEventListener("click", () => void change("PUT", "Applied."));
  part(form, ".reset").addEventListener("click", () => {
    if (isSame(base.settings, base.default))
      setStatus(status, "", "It has its default settings already.");
    else void change("DELETE", "It is back to its default.");
  });

  return {
    element: form,
    /** @param {Limit} latest */
    update(latest) {
      if (!isBusy && latest.version !== base.version && fingerprint(form) === untouched)
        fill(latest);
    },
  };
}
