import { part } from "./page.js";

const input = part(document, 'input[name="token"]');
const given = new URLSearchParams(location.hash.slice(1)).get("token");
// Gone from the address bar, and the history, before anything else is done.
history.replaceState(null, "", location.pathname);
if (given !== null) input.value = given;
// Another link, opened in the same place, loads nothing by itself.
addEventListener("hashchange", () => location.reload());

const paste = document.querySelector(".paste");
if (input.value === "") {
  paste?.classList.add("needed");
} else {
  paste?.remove();
}
// Browsers put the cursor nowhere by themselves when an address has a #.
if (given !== null || paste?.isConnected) document.querySelector("[autofocus]")?.focus();
