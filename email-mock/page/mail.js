// One message: its code, its text or its HTML, and what was reported of it.
const EVENTS = {
  bounced: "Bounce",
  soft_bounced: "Bounce for now",
  complained: "Complaint",
};

const findCode = (text) => /^\d{4,12}$/m.exec(text)?.[0];
const LINK = /https?:\/\/\S+/g;

export function makeMail(mail) {
  const item = document.getElementById("mail").content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(name);
  item.dataset.to = mail.to.toLowerCase();
  part(".to").textContent = `to ${mail.to}`;
  part("time").dateTime = mail.accepted_at;
  part("time").textContent = new Date(mail.accepted_at).toLocaleTimeString();
  part(".subject").textContent = mail.subject;
  part(".text").append(...linked(mail.text));
  const code = findCode(mail.text);
  part(".code-line").hidden = code === undefined;
  part(".code").textContent = code ?? "";
  const [link] = mail.text.match(LINK) ?? [];
  part(".link-line").hidden = link === undefined;
  if (link !== undefined) part(".link-line").append(makeLink(link, "Open its link"));
  // Without a code the text is what the reader came for.
  part("details").open = code === undefined;
  part(".copy").addEventListener("click", ({ currentTarget }) => void copy(code, currentTarget));
  part(".as-text").addEventListener("click", () => showAs(item, mail, false));
  part(".as-html").addEventListener("click", () => showAs(item, mail, true));
  for (const what of ["bounce", "complain"]) {
    const button = part(`.${what}`);
    button.ariaLabel = `${button.textContent} of the mail to ${mail.to}`;
    button.addEventListener("click", () => void report(item, mail, what));
  }
  showReports(item, mail.feedback);
  return item;
}

// Addresses become links, everything else stays text.
function linked(text) {
  const links = [...text.matchAll(LINK)];
  const ends = [0, ...links.map(({ 0: link, index }) => index + link.length)];
  return [
    ...links.flatMap(({ 0: link, index }, i) => [text.slice(ends[i], index), makeLink(link)]),
    text.slice(ends.at(-1)),
  ];
}

function makeLink(href, label = href) {
  const link = document.createElement("a");
  link.href = href;
  link.target = "_blank";
  link.rel = "noreferrer";
  link.textContent = label;
  return link;
}

async function copy(code, button) {
  await navigator.clipboard.writeText(code);
  button.textContent = "Copied";
}

function showAs(item, mail, isHtml) {
  item.querySelector(".as-text").ariaPressed = String(!isHtml);
  item.querySelector(".as-html").ariaPressed = String(isHtml);
  item.querySelector(".text").hidden = isHtml;
  const place = item.querySelector(".html");
  place.hidden = !isHtml;
  if (isHtml && place.childElementCount === 0) place.append(makePreview(mail));
}

// An address of its own with a policy of its own: it may have styles, as mail does, and nothing else.
function makePreview(mail) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "");
  frame.title = `HTML to ${mail.to}`;
  frame.src = `/inbox/${encodeURIComponent(mail.id)}/html`;
  return frame;
}

async function report(item, mail, what) {
  const response = await fetch(`/inbox/${encodeURIComponent(mail.id)}/${what}`, { method: "POST" });
  if (response.ok) return;
  const problem =
    response.status === 404 ? "The mail is not kept any more." : "Nothing to report to.";
  item.querySelector(".reports").replaceChildren(makeLine("failed", problem));
}

export function showReports(item, reports) {
  item
    .querySelector(".reports")
    .replaceChildren(
      ...reports.map((each) => makeLine(each.state, `${EVENTS[each.type]}: ${describe(each)}`)),
    );
}

function describe({ state, attempts, answer }) {
  if (state === "sent") return `reported, answered ${answer}`;
  if (state === "failed") return `given up after ${attempts} attempts, the last: ${answer}`;
  return attempts === 0 ? "on its way" : `trying again, attempt ${attempts}: ${answer}`;
}

function makeLine(state, text) {
  const line = document.createElement("li");
  line.dataset.state = state;
  line.textContent = text;
  return line;
}
