/** Puts a button behind each password field that lets its owner look at it; without scripts there is none. */
export function enableReveal() {
  for (const input of document.querySelectorAll("input[data-show]")) addButton(input);
}

/** @param {HTMLInputElement} input */
function addButton(input) {
  const { show, hide } = input.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.id = `${input.id}-reveal`;
  button.setAttribute("aria-controls", input.id);
  // Read out as "Show Password": a page may have several.
  button.setAttribute("aria-labelledby", `${button.id} ${input.id}-label`);
  const reveal = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? "text" : "password";
    button.textContent = isShown ? hide : show;
  };
  reveal(false);
  input.after(button);
  button.addEventListener("click", () => reveal(input.type === "password"));
  // What is sent is a password to the browser again, which would else keep it among the texts it completes.
  input.form?.addEventListener("submit", () => reveal(false));
  addEventListener("pageshow", () => reveal(false));
}
