import { ask, explainFault, explainProblem } from "./api.js";
import { askReason } from "./ask-reason.js";
import { make, part, setStatus } from "./dom.js";
import { clearErrors, showErrors } from "./limit-fields.js";
import { SUPPRESSED_FOR, historyOf, kindInWords, stateInWords, wordFor } from "./mail-words.js";
import { count, formatMoment } from "./words.js";

/** @typedef {import("./api.js").LookedUp} LookedUp */

/**
 * The form that tells what became of the mail to one address, and lifts its suppression.
 * @param {HTMLElement} panel
 * @param {() => void} onChanged
 */
export function createMailLookUp(panel, onChanged) {
  const form = part(panel, "form");
  const input = part(form, "[name=email]");
  const status = part(panel, ".status");
  const list = part(panel, ".messages");
  const suppression = part(panel, ".suppression");
  let email = "";

  /** @param {string} [prefix] said before what is found */
  async function lookUp(prefix = "") {
    clearErrors(form);
    try {
      /** @type {import("./api.js").Answer<LookedUp>} */
      const answer = await ask("POST", "/ops/mail/lookup", { body: { email } });
      show(answer.ok ? answer.body : { messages: [], suppression: null });
      if (answer.ok) return setStatus(status, "good", prefix + summarise(answer.body));
      const rest = showErrors(form, answer.problem.errors ?? []);
      setStatus(status, "bad", [explainProblem(answer), ...rest].join(" "));
    } catch (error) {
      setStatus(status, "bad", explainFault(error));
    }
  }

  /** @param {LookedUp} found */
  function show({ messages, suppression: why }) {
    list.replaceChildren(
      ...messages.map((message) =>
        make(
          "li",
          {},
          make("p", {}, make("strong", {}, kindInWords(message)), ` ${stateInWords(message)}`),
          make("p", { class: "fine" }, historyOf(message)),
        ),
      ),
    );
    suppression.hidden = why === null;
    if (why)
      part(suppression, "p").textContent =
        `Nothing is sent to it: ${wordFor(SUPPRESSED_FOR, why.reason)} (${why.provider}, ${formatMoment(why.since)}).`;
  }

  async function lift() {
    const reason = await askReason({
      title: "Lift the suppression?",
      text: "Mail goes to the address again. One that does not exist will come back, and be suppressed again.",
      action: "Lift",
    });
    if (reason === null) return;
    try {
      const answer = await ask("DELETE", "/ops/mail/suppressions", { body: { email, reason } });
      if (answer.ok) await lookUp("The suppression is lifted. ");
      else if (answer.status === 404) await lookUp("Somebody else has lifted it. ");
      else setStatus(status, "bad", explainProblem(answer));
    } catch (error) {
      setStatus(status, "bad", `${explainFault(error)} It may have been lifted or not.`);
    }
    onChanged();
    status.focus();
  }

  part(suppression, "button").addEventListener("click", () => void lift());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    email = input.value.trim();
    setStatus(status, "busy", "Looking …");
    void lookUp();
  });
}

/** @param {LookedUp} found */
function summarise({ messages, suppression }) {
  if (messages.length === 0)
    return suppression ? "It got no mail lately." : "It got no mail lately, and may be written to.";
  return `${count(messages.length, "message")}${suppression ? "" : "; it may be written to"}.`;
}
