import { enableBoxes } from "./code-boxes.js";
import { followStanding } from "./code-standing.js";
import { part } from "./page.js";
import { enableReveal } from "./reveal.js";

/** What the mail's link carries behind its #. It is gone from the address bar before anything else is done. */
function takeFields() {
  const fields = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  return fields;
}

/** A page that asks for all there is. @param {URLSearchParams} fields */
function fillIn(fields) {
  const { email, password, code } = part(document, "form").elements;
  if (!fields.has("code")) return;
  email.value = fields.get("email") ?? "";
  code.value = fields.get("code");
  [email, password, code].find(({ value }) => value === "")?.focus();
}

/** A page that waits for the code of one address. */
function wait() {
  const fieldset = part(document, "fieldset");
  const boxes = enableBoxes(part(fieldset, "#code"));
  followStanding(part(document, ".standing"), { fieldset, boxes });
  const address = part(document, ".lead bdi").textContent;
  return (/** @type {URLSearchParams} */ fields) => {
    const [email, code] = [fields.get("email"), fields.get("code")];
    if (code === null || fieldset.disabled) return;
    if (email === null || email.toLowerCase() === address.toLowerCase()) boxes.fill(code);
    else {
      const other = new URL(part(document, ".standing").dataset.page, location.href);
      other.searchParams.set("other", "1");
      other.hash = String(fields);
      location.replace(other);
    }
  };
}

const first = takeFields();
enableReveal();
const use = document.querySelector(".standing") ? wait() : fillIn;
use(first);
// Another link, opened in the same place, loads nothing by itself.
addEventListener("hashchange", () => use(takeFields()));
