/**
 * The first match inside; throws when there is none, since page and scripts belong together.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {T}
 */
export function part(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** Text that the page brought along for its script. @param {string} name */
export const textOf = (name) => part(document, `template[data-text="${name}"]`).content.textContent;
