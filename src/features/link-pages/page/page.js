const ANSWER_WITHIN_MS = 15_000;
/** What a proxy in between says without a word of ours. */
const BY_STATUS = { 413: "invalid_request", 429: "rate_limited", 503: "unavailable" };
/** What means the same to people. */
const SAME_AS = { overloaded: "unavailable", malformed_request: "invalid_request" };
const SECOND_MS = 1000;

/** @typedef {{ code: string, retryAfter: number, attemptsLeft?: number, reason?: string }} Answer code is "ok" for success */

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

/** What the link carries behind its #. It is gone from the address bar before anything else is done. */
export function takeFields() {
  const fields = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  // Another link, opened in the same place, loads nothing by itself.
  addEventListener("hashchange", () => location.reload());
  return fields;
}

export const viewOf = (/** @type {string} */ name) => part(document, `[data-view="${name}"]`);

/**
 * Shows one view alone, and returns it.
 * @param {string} name
 * @param {{ isFirst?: boolean }} [when] isFirst: the page has just come up, and its reader is where he should be
 */
export function show(name, { isFirst = false } = {}) {
  for (const view of document.querySelectorAll("[data-view]"))
    view.hidden = view.dataset.view !== name;
  const view = viewOf(name);
  const heading = part(view, "h1");
  document.title = `${heading.textContent} · ${part(document, ".brand").textContent}`;
  if (!isFirst) heading.focus();
  return view;
}

const templateOf = (/** @type {string} */ saying) =>
  document.querySelector(`template[data-saying="${CSS.escape(saying)}"]`);

/**
 * @param {string} saying
 * @param {Record<string, string>} [values]
 */
function textOf(saying, values = {}) {
  const { content } = templateOf(saying) ?? templateOf("failed");
  return content.textContent.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => values[name] ?? "");
}

/**
 * Says below a view's form how it stands.
 * @param {HTMLElement} view
 * @param {"good" | "bad" | "busy"} kind
 * @param {string} saying
 * @param {Record<string, string>} [values]
 */
export function say(view, kind, saying, values) {
  const status = part(view, ".status");
  status.dataset.kind = kind;
  status.textContent = textOf(saying, values);
}

/**
 * POSTs to the service this page is of. Nothing of the browser's own is sent along, so that it asks for no password
 * itself. Never throws.
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer>}
 */
export async function post(path, body, headers = {}) {
  try {
    const response = await fetch(path, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) return { code: "ok", retryAfter: 0 };
    const problem = await response.json().catch(() => ({}));
    return {
      code: problem.code ?? BY_STATUS[response.status] ?? "failed",
      retryAfter: Number(response.headers.get("Retry-After")) || 0,
      attemptsLeft: problem.attempts_left,
      reason: problem.reason,
    };
  } catch {
    return { code: "unreachable", retryAfter: 0 };
  }
}

/** Basic credentials in UTF-8 (RFC 7617). @param {string} email @param {string} password */
export const basic = (email, password) => ({
  Authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${email}:${password}`)))}`,
});

/**
 * Says what a refusal means, and holds a button back for as long as it asks to.
 * @param {HTMLElement} view
 * @param {Answer} answer
 * @param {HTMLElement} button
 */
export function sayRefusal(view, { code, attemptsLeft, reason, retryAfter }, button) {
  const why = `refused_${reason}`;
  const saying = templateOf(why) ? why : (SAME_AS[code] ?? code);
  say(view, "bad", saying, attemptsLeft === undefined ? {} : { count: String(attemptsLeft) });
  if (retryAfter > 0) holdBack(view, button, retryAfter);
}

/** @type {WeakMap<HTMLElement, number>} */
const heldUntilMs = new WeakMap();

// The seconds stand outside of the live region: nobody wants each of them read out.
function holdBack(view, button, seconds) {
  const again = part(view, ".again");
  const said = part(view, ".status").textContent;
  // The digits are western in every language, as those of the mails are.
  const format = new Intl.RelativeTimeFormat(`${document.documentElement.lang}-u-nu-latn`);
  const untilMs = Date.now() + seconds * SECOND_MS;
  heldUntilMs.set(button, untilMs);
  button.ariaDisabled = "true";
  const tick = () => {
    if (heldUntilMs.get(button) !== untilMs) return;
    const left = Math.ceil((untilMs - Date.now()) / SECOND_MS);
    again.hidden = left <= 0;
    if (left > 0) {
      const when =
        left < 100 ? format.format(left, "second") : format.format(Math.ceil(left / 60), "minute");
      again.textContent = textOf("again", { when });
      setTimeout(tick, SECOND_MS);
      return;
    }
    heldUntilMs.delete(button);
    button.ariaDisabled = null;
    if (part(view, ".status").textContent === said) say(view, "good", "again_now");
  };
  tick();
}

/**
 * Does what a button is for, unless that is being done, or the button is held back. It stays in the keyboard's way.
 * @param {HTMLElement} view
 * @param {HTMLElement} button
 * @param {() => Promise<void>} work
 */
export async function press(view, button, work) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  say(view, "busy", "busy");
  await work();
  if (!heldUntilMs.has(button)) button.ariaDisabled = null;
}

/**
 * Does at each submission of a view's form what its button is for.
 * @param {HTMLElement} view
 * @param {(form: HTMLFormElement, button: HTMLElement) => Promise<void>} work
 */
export function onSubmit(view, work) {
  const form = part(view, "form");
  const button = part(form, "[type=submit]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void press(view, button, () => work(form, button));
  });
}

/** Lets buttons show what is typed into password fields. @param {ParentNode} root */
export function enableReveal(root) {
  for (const button of root.querySelectorAll(".reveal"))
    button.addEventListener("click", () => {
      const input = part(document, `#${button.getAttribute("aria-controls")}`);
      input.type = input.type === "password" ? "text" : "password";
      const { other } = button.dataset;
      button.dataset.other = button.textContent.trim();
      button.textContent = other;
    });
}
