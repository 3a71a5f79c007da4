const { lang } = document.documentElement;

/** A moment in the reader's language and zone, as pages write moments without scripts. */
export const localTime = new Intl.DateTimeFormat(
  `${lang === "en" ? "en-GB" : lang}-u-ca-gregory-nu-latn`,
  { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
);

/** Shows the moments that a page tells of in the reader's own zone; without scripts they are in UTC. */
export function showLocalTimes() {
  for (const time of document.querySelectorAll("time"))
    time.textContent = localTime.format(new Date(time.dateTime));
}
