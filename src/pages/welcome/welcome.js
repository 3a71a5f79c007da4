import "./ask-anew.js";
import { followLive } from "./live.js";
import { createNewcomers, inSeconds, speak } from "./newcomers.js";
import { part, textOf } from "./page.js";

const TICK_MS = 1000;
const REFRESH_EVERY_TICKS = 20;
/** Browsers slow the clock of pages that nobody looks at, to one tick a minute at most. */
const SLEEP_MIN_MS = 150_000;
/** Shorter interruptions are shown, and not spoken of. */
const SPOKEN_AFTER_MS = 3000;
const BACKLOG_MS = 500;

const view = part(document, "#live");
const standingLine = part(view, ".standing");
const newcomers = createNewcomers();
let [standing, nextTryMs, lostSinceMs] = ["connecting", 0, 0];
let isLossSpoken = false;
/** What was there before the page was opened is no news. */
let newestOld = "0-0";

/** Ids of a stream: milliseconds, and a number within them. @param {string} id @param {string} other */
function isAfter(id, other) {
  const [[ms, count], [otherMs, otherCount]] = [id, other].map((each) =>
    each.split("-").map(Number),
  );
  return ms === otherMs ? count > otherCount : ms > otherMs;
}

function describeStanding() {
  const seconds = Math.ceil((nextTryMs - performance.now()) / 1000);
  if (standing !== "lost" || seconds < 1) return textOf(standing);
  return textOf("lostUntil").replace("{{when}}", inSeconds(seconds));
}

function showStanding() {
  const text = describeStanding();
  const line = part(standingLine, "span");
  if (line.textContent !== text) line.textContent = text;
  standingLine.dataset.kind = standing;
  if (standing !== "lost" || isLossSpoken) return;
  if (performance.now() - lostSinceMs < SPOKEN_AFTER_MS) return;
  isLossSpoken = true;
  speak(textOf("lost"));
}

const showEmptiness = () => {
  part(view, "#empty").hidden = !newcomers.isEmpty();
};

const live = followLive(view.dataset.root, {
  standing(next, tryMs = 0) {
    // A new try is still an interruption.
    if (standing === "lost" && next === "connecting") next = "lost";
    else if (next === "lost" && standing !== "lost") lostSinceMs = performance.now();
    if (next === "signedOut" || (next === "live" && isLossSpoken)) speak(textOf(next));
    if (next !== "lost") isLossSpoken = false;
    [standing, nextTryMs] = [next, tryMs];
    part(view, "#sign-in").hidden = standing !== "signedOut";
    showStanding();
  },
  hello({ latest, complete }, isFirst) {
    if (isFirst) newestOld = latest ?? newestOld;
    else if (!complete) part(view, "#gap").hidden = false;
    // What there is comes right behind it, unless it is to be forgotten.
    if (latest === null) showEmptiness();
    else setTimeout(showEmptiness, BACKLOG_MS);
  },
  notice(notice) {
    newcomers.add(notice, { isNews: isAfter(notice.id, newestOld) });
    showEmptiness();
  },
});

let [ticks, tickedMs] = [0, Date.now()];
setInterval(() => {
  showStanding();
  if (++ticks % REFRESH_EVERY_TICKS === 0) newcomers.refresh();
  // After a machine has slept, its connections are dead and do not know it.
  if (Date.now() - tickedMs > SLEEP_MIN_MS) live.wake({ isForced: true });
  tickedMs = Date.now();
}, TICK_MS);

addEventListener("online", () => live.wake({ isForced: true }));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  newcomers.refresh();
  live.wake();
});
// A page that is kept to be come back to holds no connection.
addEventListener("pagehide", () => live.stop());

view.hidden = false;
void live.connect();
