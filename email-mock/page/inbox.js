// Shows mail as it comes. Everything of a message goes in as text, never as markup.
const byId = (id) => document.getElementById(id);
const list = byId("mails");
const filter = byId("filter");
const connection = byId("connection");
const shown = new Set();

const findCode = (text) => /(?<!\d)\d{4,8}(?!\d)/.exec(text)?.[0];

function show(mail) {
  if (shown.has(mail.id)) return;
  shown.add(mail.id);
  const item = byId("mail").content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(name);
  item.dataset.to = mail.to.toLowerCase();
  part(".to").textContent = `to ${mail.to}`;
  part("time").dateTime = mail.accepted_at;
  part("time").textContent = new Date(mail.accepted_at).toLocaleTimeString();
  part(".subject").textContent = mail.subject;
  part(".text").textContent = mail.text;
  const code = findCode(mail.text);
  part(".code-line").hidden = code === undefined;
  part(".code").textContent = code ?? "";
  // Without a code the text is what the reader came for.
  part("details").open = code === undefined;
  part(".copy").addEventListener("click", ({ currentTarget }) => void copy(code, currentTarget));
  list.prepend(item);
  applyFilter();
}

async function copy(code, button) {
  await navigator.clipboard.writeText(code);
  button.textContent = "Copied";
}

function applyFilter() {
  const wanted = filter.value.trim().toLowerCase();
  for (const item of list.children) item.hidden = !item.dataset.to.includes(wanted);
  byId("empty").hidden = list.childElementCount > 0;
}

async function load() {
  const mails = await (await fetch("/inbox")).json();
  for (const mail of mails.toReversed()) show(mail);
}

filter.addEventListener("input", applyFilter);
async function clear() {
  await fetch("/inbox", { method: "DELETE" });
  list.replaceChildren();
  applyFilter();
}
byId("clear").addEventListener("click", () => void clear());

// The browser connects again by itself; what came meanwhile is loaded then.
const events = new EventSource("/inbox/events");
events.addEventListener("open", () => {
  connection.textContent = "live";
  void load();
});
events.addEventListener("error", () => {
  connection.textContent = "not connected, trying again …";
});
events.addEventListener("message", ({ data }) => show(JSON.parse(data)));
