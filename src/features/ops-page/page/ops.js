import { explainFault } from "./api.js";
import {
  readBreaker,
  readChanges,
  readDeadEvents,
  readDeadLetters,
  readGuessBound,
  readLimits,
  readMail,
  readTraffic,
  readWebhooks,
} from "./readings.js";
import { createChanges } from "./changes.js";
import { DEAD_EVENTS } from "./dead-events.js";
import { createDeadLetters } from "./dead-letters.js";
import { DEAD_MAIL } from "./dead-mail.js";
import { make, part, setText } from "./dom.js";
import { createExplain } from "./explain.js";
import { createLimitCard, showUnrouted } from "./limit-card.js";
import { createMailLookUp } from "./mail-lookup.js";
import { showPost, showProviders } from "./mail-standing.js";
import { showBreaker, showGuessBound, showRecent } from "./state.js";
import { showEndpoint } from "./webhook-standing.js";
import { formatClock } from "./words.js";

const POLL_MS = 3000;
/** Settings change seldom: they are read with every fifth look at the traffic. */
const LOOKS_PER_FULL_READ = 5;

const limitList = part(document, ".limit-list");
const unrouted = part(document, "#unrouted");
const freshness = part(document, "#freshness");
const outage = part(document, "#outage");
const explain = createExplain(part(document, "#explain"));
const changes = createChanges(part(document, "#changes"), take);
const deadLetters = createDeadLetters(part(document, "#dead-letters"), DEAD_MAIL, () => take());
const deadEvents = createDeadLetters(part(document, "#dead-events"), DEAD_EVENTS, () => take());
createMailLookUp(part(document, "#mail-lookup"), () => take());
/** @type {Map<string, ReturnType<typeof createLimitCard>>} */
const cards = new Map();
/** @type {Pick<Awaited<ReturnType<typeof readSettings>>, "limits" | "history">} */
let shown = { limits: [], history: [] };
/** @type {Date | undefined} */
let lastAnswer;
let looks = 0;
/** Only the newest look may be shown: an older one may have been read before a change. */
let newest = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {{ everything?: boolean }} [options] */
async function look({ everything = looks % LOOKS_PER_FULL_READ === 0 } = {}) {
  clearTimeout(timer);
  const mine = ++newest;
  try {
    const [traffic, settings] = await Promise.all([
      readTraffic(),
      everything ? readSettings() : undefined,
    ]);
    if (mine !== newest) return;
    if (settings) showSettings(settings);
    for (const card of cards.values()) card.showTraffic(traffic);
    showRecent(part(document, "#recent"), traffic);
    looks = everything ? 1 : looks + 1;
    showFresh();
  } catch (error) {
    if (mine !== newest) return;
    // After an outage everything is read again.
    looks = 0;
    showOutage(error);
  }
  if (!document.hidden) timer = setTimeout(() => void look(), POLL_MS);
}

async function readSettings() {
  const [limits, history, bound, breaker, mail, dead, webhooks, events] = await Promise.all([
    readLimits(),
    readChanges(),
    readGuessBound(),
    readBreaker(),
    readMail(),
    readDeadLetters(deadLetters.limit()),
    readWebhooks(),
    readDeadEvents(deadEvents.limit()),
  ]);
  return { limits, history, bound, breaker, mail, dead, webhooks, events };
}

/** @param {Awaited<ReturnType<typeof readSettings>>} settings */
function showSettings(settings) {
  const limits = settings.limits.map(newer);
  shown = { limits, history: settings.history };
  const { history, bound, breaker, mail, dead, webhooks, events } = settings;
  for (const limit of limits) {
    const card = cards.get(limit.name);
    if (card) card.update(limit);
    else {
      const added = createLimitCard(limit, take);
      cards.set(limit.name, added);
      const list = limit.routes.length > 0 ? limitList : part(unrouted, "div");
      list.append(added.element);
    }
  }
  showUnrouted(unrouted, limits);
  explain.update(limits);
  changes.update(history, limits);
  showGuessBound(part(document, "#bound"), bound);
  showBreaker(part(document, "#breaker"), breaker);
  showPost(part(document, "#post"), mail);
  showProviders(part(document, "#mail"), mail);
  const { undeliverable, expired } = mail.dead_letters;
  deadLetters.update(dead.dead_letters, dead.next, undeliverable + expired);
  showEndpoint(part(document, "#endpoint"), webhooks);
  deadEvents.update(events.events, events.next, webhooks.dead);
}

/**
 * Never back to an older version: another instance hears of a change up to two seconds later, and the next change
 * would be refused for a version that is no longer there.
 * @param {import("./api.js").Limit} limit
 */
function newer(limit) {
  const known = shown.limits.find(({ name }) => name === limit.name);
  return known && known.version > limit.version ? known : limit;
}

/**
 * Shows at once what a change was answered with, so that the next one is based on it; then looks at everything.
 * @param {import("./api.js").Limit} [latest]
 */
function take(latest) {
  if (latest) {
    shown.limits = shown.limits.map((limit) => (limit.name === latest.name ? latest : limit));
    cards.get(latest.name)?.update(latest);
    changes.update(shown.history, shown.limits);
  }
  void look({ everything: true });
}

function showFresh() {
  lastAnswer = new Date();
  freshness.dataset.state = "live";
  setText(freshness, `Live, updated ${formatClock(lastAnswer)}`);
  outage.replaceChildren();
}

/** @param {unknown} error */
function showOutage(error) {
  const since = lastAnswer ? `What you see is from ${formatClock(lastAnswer)}.` : "";
  freshness.dataset.state = "away";
  setText(freshness, lastAnswer ? `Not live, from ${formatClock(lastAnswer)}` : "Not live");
  const text = `No news from the service. ${explainFault(error)} ${since} Trying again every 3 seconds.`;
  if (outage.textContent !== text) outage.replaceChildren(make("p", { class: "notice bad" }, text));
}

document.addEventListener("visibilitychange", () => {
  // A hidden page asks nothing; a page that is looked at again is fresh at once.
  if (document.hidden) clearTimeout(timer);
  else void look();
});

void look({ everything: true });
