// Shows mail as it comes. Everything of a message goes in as text, never as markup.
import { renderFaults, showWebhook } from "./faults.js";
import { makeMail, showReports } from "./mail.js";

const byId = (id) => document.getElementById(id);
const list = byId("mails");
const filter = byId("filter");
const connection = byId("connection");
const shown = new Map();

function show(mail) {
  const present = shown.get(mail.id);
  if (present) showReports(present, mail.feedback);
  else {
    const item = makeMail(mail);
    shown.set(mail.id, item);
    list.prepend(item);
  }
  applyFilter();
}

function applyFilter() {
  const wanted = filter.value.trim().toLowerCase();
  for (const item of list.children) item.hidden = !item.dataset.to.includes(wanted);
  byId("empty").hidden = list.childElementCount > 0;
}

const getJson = async (path) => (await fetch(path)).json();

async function load() {
  const [mails, faults, stats] = await Promise.all(["/inbox", "/faults", "/stats"].map(getJson));
  showWebhook(stats.feedback_url);
  renderFaults(faults);
  for (const mail of mails.toReversed()) show(mail);
  connection.textContent = "live";
}

filter.addEventListener("input", applyFilter);
async function clear() {
  await fetch("/inbox", { method: "DELETE" });
  list.replaceChildren();
  shown.clear();
  applyFilter();
}
byId("clear").addEventListener("click", () => void clear());

function tellDisconnected() {
  connection.textContent = "not connected, trying again …";
}

// The browser connects again by itself; what came meanwhile is loaded then.
const events = new EventSource("/inbox/events");
events.addEventListener("open", () => void load().catch(tellDisconnected));
events.addEventListener("error", tellDisconnected);
events.addEventListener("message", ({ data }) => show(JSON.parse(data)));
events.addEventListener("faults", ({ data }) => renderFaults(JSON.parse(data)));
events.addEventListener("feedback", ({ data }) => {
  const { id, feedback } = JSON.parse(data);
  const item = shown.get(id);
  if (item) showReports(item, feedback);
});
