/** Puts a button behind each password field that lets its owner look at it; without scripts there is none. */
export function enableReveal() {
  for (const input of document.querySelectorAll("input[data-show]")) {
    const { show, hide } = input.dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reveal";
    button.textContent = show;
    button.setAttribute("aria-controls", input.id);
    const row = document.createElement("div");
    row.className = "revealed";
    const hasFocus = document.activeElement === input;
    input.replaceWith(row);
    row.append(input, button);
    if (hasFocus) input.focus();
    button.addEventListener("click", () => {
      const isHidden = input.type === "password";
      input.type = isHidden ? "text" : "password";
      button.textContent = isHidden ? hide : show;
    });
  }
}
