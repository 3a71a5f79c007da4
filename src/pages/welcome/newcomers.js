import { localTime } from "./local-times.js";
import { part, textOf } from "./page.js";

const SHOWN_MAX = 20;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Several who come together are told of together. */
const GATHER_MS = 1000;

// The digits are western in every language, as elsewhere.
const ago = new Intl.RelativeTimeFormat(`${document.documentElement.lang}-u-nu-latn`);

/** "in 4 seconds" @param {number} seconds */
export const inSeconds = (seconds) => ago.format(seconds, "second");

/** The clock of the service may be ahead of the reader's. @param {number} atMs */
function describeAge(atMs) {
  const ageMs = Date.now() - atMs;
  if (ageMs < MINUTE_MS) return textOf("justNow");
  if (ageMs < HOUR_MS) return ago.format(-Math.floor(ageMs / MINUTE_MS), "minute");
  if (ageMs < DAY_MS) return ago.format(-Math.floor(ageMs / HOUR_MS), "hour");
  return ago.format(-Math.floor(ageMs / DAY_MS), "day");
}

/** What is said to screen readers: the newest word replaces the one before. @param {string} text */
export function speak(text) {
  part(document, ".spoken").textContent = text;
}

/** The list of who is new, the newest first. */
export function createNewcomers() {
  const list = part(document, ".newcomers");
  /** @type {import("./live-transport.js").Notice[]} */
  let unspoken = [];

  function speakOfThem() {
    const [first] = unspoken;
    const [name, values] =
      unspoken.length === 1
        ? ["oneCame", { email: `\u2068${first.email}\u2069` }]
        : ["severalCame", { count: String(unspoken.length) }];
    speak(textOf(name).replaceAll(/\{\{(\w+)\}\}/g, (_, key) => values[key]));
    unspoken = [];
  }

  return {
    /** @param {import("./live-transport.js").Notice} notice @param {{ isNews: boolean }} how */
    add(notice, { isNews }) {
      list.prepend(itemOf(notice, isNews));
      for (const item of [...list.children].slice(SHOWN_MAX)) item.remove();
      if (!isNews) return;
      if (unspoken.length === 0) setTimeout(speakOfThem, GATHER_MS);
      unspoken.push(notice);
    },
    isEmpty: () => list.children.length === 0,
    /** Times pass. */
    refresh() {
      for (const time of list.querySelectorAll("time"))
        time.textContent = describeAge(Date.parse(time.dateTime));
    },
  };
}

/** @param {import("./live-transport.js").Notice} notice @param {boolean} isNews */
function itemOf({ email, event, at }, isNews) {
  const item = document.createElement("li");
  const address = document.createElement("bdi");
  address.dir = "ltr";
  address.textContent = email;
  // A line of its own for the address would begin where the address does, and not where the list does.
  const who = document.createElement("span");
  who.append(address);
  const what = document.createElement("span");
  what.textContent = textOf(event);
  const time = document.createElement("time");
  time.dateTime = at;
  time.title = localTime.format(new Date(at));
  time.textContent = describeAge(Date.parse(at));
  item.append(who, " ", what, " ", time);
  item.classList.toggle("news", isNews);
  return item;
}
