import { html } from "hono/html";
import { toRetryAfterSeconds } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import { codePolicyOf } from "../../code-policy.ts";
import { renderPlain } from "../../email/messages/render.ts";
import { sayWhen } from "../sayings.ts";
import type { Html, Site } from "../site.ts";
import type { StandingView } from "./waiting.ts";
import { ACTIVATE_WORDS } from "./words/all.ts";

/** Around the ring: its length is counted in hundredths. */
const WHOLE = 100;

/**
 * How a code stands when the page is written: in words, and as a ring. The script counts on from the same numbers, which
 * are the service's; no clock of the browser is compared with anything.
 */
export function standingSection(
  site: Site,
  { locale, page, standing }: { locale: Locale; page: string; standing: StandingView },
): Html {
  const words = ACTIVATE_WORDS[locale];
  const wholeMs = codePolicyOf(site.config).ttlMs;
  const { state, expires_in_ms: lifeLeftMs, attempts_left: attemptsLeft } = standing;
  const spent = WHOLE * (1 - Math.min(1, lifeLeftMs / wholeMs));
  const runsOut =
    lifeLeftMs > 0
      ? renderPlain(words.runsOut, { when: sayWhen(locale, toRetryAfterSeconds(lifeLeftMs)) })
      : "";
  const tries =
    attemptsLeft > 0 ? renderPlain(words.triesLeft, { count: String(attemptsLeft) }) : "";
  return html`<section
    class="standing"
    data-state="${state}"
    data-page="${page}"
    data-follow="${site.root}activate/state"
    data-whole-ms="${wholeMs}"
    data-expires-in-ms="${lifeLeftMs}"
    data-attempts-left="${attemptsLeft}"
    data-resend-in-ms="${standing.resend_in_ms}"
    data-digits="${standing.digits}"
  >
    <div class="ring" aria-hidden="true">
      <svg viewBox="0 0 48 48">
        <circle class="track" cx="24" cy="24" r="21" />
        <circle
          class="left"
          cx="24"
          cy="24"
          r="21"
          pathLength="${WHOLE}"
          stroke-dasharray="${WHOLE}"
          stroke-dashoffset="${spent.toFixed(1)}"
        />
      </svg>
      <span class="clock" dir="ltr">${lifeLeftMs > 0 ? clockOf(lifeLeftMs) : ""}</span>
    </div>
    <div class="room" data-room="${usualWords(site, locale)}">
      <div>
        <p id="standing-words">${words.states[state]}</p>
        <p class="hint">
          <span class="tries">${tries}</span> <span class="runs-out">${runsOut}</span>
        </p>
      </div>
    </div>
  </section>`;
}

/** What is said of a code that was just sent: more than of one on its way, or one that has run out. */
function usualWords({ config }: Site, locale: Locale): string {
  const { states, runsOut, triesLeft } = ACTIVATE_WORDS[locale];
  const { ttlMs, triesMax } = codePolicyOf(config);
  const when = sayWhen(locale, toRetryAfterSeconds(ttlMs));
  const hint = [
    renderPlain(triesLeft, { count: String(triesMax) }),
    renderPlain(runsOut, { when }),
  ];
  return `${states.sent}\n${hint.join(" ")}`;
}

/** "0:43" */
function clockOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
