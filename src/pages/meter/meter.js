/**
 * Shows beside each new password how hard it is to guess while it is typed, and what would help. It is advice: the
 * service decides. What it needs is loaded once somebody types.
 */
const PAUSE_MS = 200;
const NAME_MIN = 3;
const OWN_NAMES = ["username", "email", "nickname"].map((each) => `input[autocomplete~="${each}"]`);

for (const input of document.querySelectorAll("input[data-meter]"))
  input.addEventListener("input", () => void begin(input), { once: true });

/** @param {HTMLInputElement} input */
async function begin(input) {
  // At once, and as high as it will be: nothing moves later on.
  const meter = addMeter(input);
  try {
    const { METER_WORDS, PACKAGES } = await import("./meter-facts.js");
    const files = PACKAGES.map((path) => new URL(path, import.meta.url).href);
    const words = METER_WORDS[document.documentElement.lang];
    const worker = new Worker(new URL("./meter-worker.js", import.meta.url));
    worker.addEventListener("error", () => meter.box.remove());
    let nth = 0;
    worker.addEventListener("message", ({ data }) => {
      if (data.nth === nth) show(meter, words, data);
    });
    const ask = () => {
      nth += 1;
      const password = input.value;
      if (password === "") show(meter, words, null);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
      else worker.postMessage({ files, nth, password, names: namesOnPage() });
    };
    let pause = 0;
    input.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(ask, PAUSE_MS);
    });
    ask();
  } catch {
    meter.box.remove();
  }
}

/** @param {HTMLInputElement} input */
function addMeter(input) {
  const bar = Object.assign(document.createElement("meter"), { max: 5, optimum: 5 });
  // The two weakest levels, the middle one, and the two that are good.
  Object.assign(bar, { low: 2.5, high: 3.5 });
  const level = document.createElement("span");
  level.setAttribute("role", "status");
  const advice = document.createElement("span");
  const says = Object.assign(document.createElement("p"), { className: "hint" });
  says.id = `${input.id}-strength`;
  says.append(level, " ", advice);
  const box = Object.assign(document.createElement("div"), { className: "meter" });
  box.append(bar, says);
  input.closest(".field")?.append(box);
  const described = input.getAttribute("aria-describedby") ?? "";
  input.setAttribute("aria-describedby", `${described} ${says.id}`.trim());
  return { box, bar, level, advice };
}

/** Without an estimate there is nothing to estimate. Only another level is read out, not each key. */
function show({ bar, level, advice }, { label, said, levels, advice: pieces }, estimate) {
  const name = estimate === null ? "" : said.replace("{{level}}", levels[estimate.score]);
  bar.ariaLabel = label;
  bar.value = estimate === null ? 0 : estimate.score + 1;
  if (level.textContent !== name) level.textContent = name;
  advice.textContent = pieces[estimate?.advice] ?? "";
}

/** What anybody would try first: names and addresses that the page shows, which stand in bdi, or asks for. */
function namesOnPage() {
  const shown = [...document.querySelectorAll("bdi")].map(({ textContent }) => textContent);
  const typed = [...document.querySelectorAll(OWN_NAMES.join())].map(({ value }) => value);
  const texts = [location.hostname, ...shown, ...typed];
  const parts = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...new Set([...texts, ...parts])].filter(({ length }) => length >= NAME_MIN);
}
