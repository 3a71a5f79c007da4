import { part } from "./page.js";

/** Puts a button behind each password field that lets its owner look at it; without scripts there is none. */
export function enableReveal() {
  for (const input of document.querySelectorAll("input[data-show]")) addButton(input);
}

/** @param {HTMLInputElement} input */
function addButton(input) {
  const { show, hide } = input.dataset;
  const word = document.createElement("span");
  // Read out with the button's word: a page may have several.
  const what = Object.assign(document.createElement("span"), { className: "unseen" });
  what.textContent = ` ${part(document, `label[for="${input.id}"]`).textContent}`;
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.className = "reveal";
  button.setAttribute("aria-controls", input.id);
  button.append(word, what);
  const reveal = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? "text" : "password";
    word.textContent = isShown ? hide : show;
  };
  reveal(false);
  input.after(button);
  button.addEventListener("click", () => reveal(input.type === "password"));
  // Browsers keep what was sent as a text, to complete it elsewhere; and whoever comes back wants it hidden.
  input.form?.addEventListener("submit", () => reveal(false));
  addEventListener("pageshow", () => reveal(false));
}
