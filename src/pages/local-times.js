/** Shows the moments that a page tells of in the reader's own zone; without scripts they are in UTC. */
export function showLocalTimes() {
  const { lang } = document.documentElement;
  const language = lang === "en" ? "en-GB" : lang;
  const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  for (const time of document.querySelectorAll("time"))
    time.textContent = format.format(new Date(time.dateTime));
}
