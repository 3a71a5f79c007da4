const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | undefined>} Attributes */

/**
 * Builds an element. Children that are strings become text nodes: data never becomes markup.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * Builds an SVG element.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Node} children
 */
export function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** @param {Element} element @param {Attributes} attributes */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
}

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

const NAMED_ATTRIBUTES = ["id", "for", "aria-labelledby", "aria-describedby", "aria-label"];

/**
 * A copy of a template's element, with `$` in its ids replaced, so that copies do not share them.
 * @param {string} templateId
 * @param {string} prefix
 */
export function instantiate(templateId, prefix) {
  const template = part(document, `template#${templateId}`);
  const copy = template.content.cloneNode(true);
  for (const element of copy.querySelectorAll("*"))
    for (const name of NAMED_ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value?.includes("$")) element.setAttribute(name, value.replaceAll("$", prefix));
    }
  return copy.firstElementChild;
}

/**
 * Sets a text only when it changes, so that live regions do not repeat themselves.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Says how something ended.
 * @param {HTMLElement} element
 * @param {"good" | "bad" | "busy" | ""} kind
 * @param {string} text
 */
export function setStatus(element, kind, text) {
  element.dataset.kind = kind;
  element.textContent = text;
}

/**
 * A bar that shows how much of something is used; the numbers stand beside it as text.
 * @param {number} used
 * @param {number} max
 * @param {"bad" | "warn"} whenFull how a full one looks
 */
export function makeBar(used, max, whenFull) {
  const percent = max > 0 ? Math.min(100, (used / max) * 100) : 0;
  const level = used >= max ? whenFull : "low";
  return makeSvg(
    "svg",
    { class: `bar ${level}`, height: 8, "aria-hidden": "true" },
    makeSvg("rect", { class: "bar-ground", width: "100%", height: 8, rx: 4 }),
    makeSvg("rect", { class: "bar-used", width: `${percent}%`, height: 8, rx: 4 }),
  );
}
