import { part, textOf } from "./page.js";

const SECOND_MS = 1000;
const TICK_MS = 250;
/** What is read out of the seconds: each of them would be too many. */
const TOLD_SECONDS = [30, 10];
const ANSWER_MAX_MS = 10_000;
const FOLLOW_FIRST_MS = 1000;
/** At most, while the mail is on its way, and when it was sent. */
const FOLLOW_LAST_MS = { queued: 3000, sent: 10_000 };
/** While these last, only the reader changes something. */
const IS_STILL = new Set(["expired", "exhausted", "unsent", "undeliverable"]);
const IS_DEAD = new Set(["expired", "exhausted"]);

/**
 * @typedef {{ state: string, expires_in_ms: number, attempts_left: number, resend_in_ms: number, digits: number }} Standing
 * @typedef {ReturnType<typeof import("./code-boxes.js").enableBoxes>} Boxes
 */

// The digits are western in every language, as those of the mails are.
const format = new Intl.RelativeTimeFormat(`${document.documentElement.lang}-u-nu-latn`);
const inWords = (/** @type {number} */ ms) => {
  const seconds = Math.ceil(ms / SECOND_MS);
  return seconds < 100
    ? format.format(seconds, "second")
    : format.format(Math.ceil(seconds / 60), "minute");
};
const asClock = (/** @type {number} */ ms) => {
  const seconds = Math.ceil(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/**
 * Counts on from the service's own numbers, asks it for newer ones while something can change, and shows and tells what
 * does. The browser's clock is asked for nothing but how much time went by since they came.
 * @param {HTMLElement} section
 * @param {{ fieldset: HTMLFieldSetElement, boxes: Boxes }} parts
 */
export function followStanding(section, { fieldset, boxes }) {
  const { dataset } = section;
  const wholeMs = Number(dataset.wholeMs);
  const resend = part(document, ".resend button");
  const again = part(document, ".resend .again");
  const heard = part(document, ".unseen[role=status]");

  /** @type {Standing} */
  let standing = {
    state: dataset.state,
    expires_in_ms: Number(dataset.expiresInMs),
    attempts_left: Number(dataset.attemptsLeft),
    resend_in_ms: Number(dataset.resendInMs),
    digits: Number(dataset.digits),
  };
  // The page's numbers are of the moment when it was sent.
  const [navigation] = performance.getEntriesByType("navigation");
  let atMs = /** @type {PerformanceNavigationTiming} */ (navigation)?.responseStart ?? 0;
  let toldMs = Number.POSITIVE_INFINITY;
  let waitMs = FOLLOW_FIRST_MS;
  let timer = 0;
  let turns = 0;

  const since = () => performance.now() - atMs;
  const lifeLeftMs = () => Math.max(0, standing.expires_in_ms - since());
  const resendLeftMs = () => Math.max(0, standing.resend_in_ms - since());
  const tell = (/** @type {string} */ text) => {
    heard.textContent = text;
  };

  function tick() {
    const leftMs = lifeLeftMs();
    if (standing.state === "sent" && leftMs === 0) {
      take({ ...standing, state: "expired", expires_in_ms: 0, attempts_left: 0 });
      void follow();
      return;
    }
    const isLive = standing.state === "sent";
    part(section, ".left").setAttribute(
      "stroke-dashoffset",
      String(100 * (1 - (isLive ? Math.min(1, leftMs / wholeMs) : 0))),
    );
    part(section, ".clock").textContent = isLive ? asClock(leftMs) : "";
    part(section, ".runs-out").textContent = isLive
      ? textOf("runsOut").replace("{{when}}", inWords(leftMs))
      : "";
    const due = TOLD_SECONDS.find((s) => toldMs > s * SECOND_MS && leftMs <= s * SECOND_MS);
    if (isLive && due !== undefined && toldMs !== Number.POSITIVE_INFINITY)
      tell(textOf("runsOut").replace("{{when}}", inWords(leftMs)));
    toldMs = isLive ? leftMs : Number.POSITIVE_INFINITY;

    const waitLeftMs = resendLeftMs();
    const isHeld = waitLeftMs > 0;
    if (!isHeld && resend.ariaDisabled === "true") again.textContent = textOf("resendNow");
    resend.ariaDisabled = isHeld ? "true" : null;
    if (isHeld) again.textContent = textOf("resendWhen").replace("{{when}}", inWords(waitLeftMs));
  }

  /** @param {Standing} newer */
  function take(newer) {
    const isOther = newer.state !== standing.state;
    standing = newer;
    // Nobody knows how long a code is that is on its way, but for who has it already.
    if (newer.state !== "queued") boxes.setDigits(newer.digits);
    dataset.state = newer.state;
    part(section, "#standing-words").textContent = textOf(newer.state);
    part(section, ".tries").textContent =
      newer.attempts_left > 0
        ? textOf("triesLeft").replace("{{count}}", String(newer.attempts_left))
        : "";
    if (!isOther) return;
    tell(textOf(newer.state));
    const isDead = IS_DEAD.has(newer.state);
    // Who is typing must not stand on something that is gone.
    const wasInside = fieldset.contains(document.activeElement);
    fieldset.disabled = isDead;
    if (isDead) boxes.clear();
    if (isDead && wasInside) resend.focus();
  }

  async function follow() {
    clearTimeout(timer);
    if (document.hidden) return;
    const turn = ++turns;
    const newer = await ask();
    // What was asked later knows better.
    if (turn !== turns) return;
    // Activated elsewhere, or of no use any more: the page says which.
    if (newer?.state === "none") location.replace(dataset.page);
    else if (newer) {
      atMs = performance.now();
      take(newer);
      tick();
    }
    plan();
  }

  /** Null when nobody answered: it is asked again later, and less often. */
  async function ask() {
    try {
      const signal = AbortSignal.timeout(ANSWER_MAX_MS);
      const headers = { Accept: "application/json" };
      const response = await fetch(dataset.follow, { headers, signal });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  function plan() {
    clearTimeout(timer);
    if (IS_STILL.has(standing.state) || document.hidden) return;
    timer = setTimeout(() => void follow(), waitMs);
    waitMs = Math.min(waitMs * 1.5, FOLLOW_LAST_MS[standing.state] ?? FOLLOW_FIRST_MS);
  }

  boxes.setDigits(standing.digits);
  if (boxes.hadFocus && !fieldset.disabled) boxes.focus();
  resend.form.addEventListener("submit", (event) => {
    if (resend.ariaDisabled === "true") event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    waitMs = FOLLOW_FIRST_MS;
    if (!document.hidden) void follow();
  });
  setInterval(tick, TICK_MS);
  tick();
  plan();
  const url = new URL(location.href);
  if (url.searchParams.has("again")) {
    url.searchParams.delete("again");
    history.replaceState(null, "", url);
    // What is there from the beginning is read out by no program: it has to come.
    setTimeout(() => tell(textOf("newCode")), TICK_MS);
  }
}
