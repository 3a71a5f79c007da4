import { part } from "./dom.js";

/** Ends the question before, whose dialog may be closed and not yet have said so. */
let giveUp = () => {};

/**
 * Asks why, before something is done. Resolves with null when it is called off.
 * The browser's own dialog keeps the keyboard inside and gives it back afterwards.
 * @param {{ title: string, text: string, action: string, reason?: string }} question
 * @returns {Promise<string | null>}
 */
export function askReason({ title, text, action, reason = "" }) {
  giveUp();
  const dialog = part(document, "#ask");
  const form = part(dialog, "form");
  const input = part(dialog, "#ask-reason");
  const error = part(dialog, "#ask-error");
  part(dialog, "#ask-title").textContent = title;
  part(dialog, "#ask-text").textContent = text;
  part(dialog, "[type=submit]").textContent = action;
  input.value = reason;
  error.textContent = "";
  input.removeAttribute("aria-invalid");

  /** @type {PromiseWithResolvers<string | null>} */
  const { promise, resolve } = Promise.withResolvers();
  const listening = new AbortController();
  const { signal } = listening;
  /** @type {string | null} */
  let answer = null;
  giveUp = () => {
    listening.abort();
    resolve(answer);
  };
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      answer = input.value.trim() || null;
      if (answer !== null) dialog.close();
      else {
        error.textContent = "Say why, for the history.";
        input.setAttribute("aria-invalid", "true");
        input.focus();
      }
    },
    { signal },
  );
  part(dialog, ".cancel").addEventListener("click", () => dialog.close(), { signal });
  dialog.addEventListener(
    "close",
    () => {
      // Told late, of the question before.
      if (!dialog.open) giveUp();
    },
    { signal },
  );
  dialog.showModal();
  input.select();
  return promise;
}
