// The switches, and the banner that says which are on.
import { FAULTS, PRESETS, describeRule, isOn } from "./fault-list.js";

const byId = (id) => document.getElementById(id);
const rows = new Map(FAULTS.map((fault) => [fault.key, makeRow(fault)]));
const status = byId("fault-status");

byId("fault-rows").append(...[...rows.values()].map(({ element }) => element));
byId("presets").append(...PRESETS.map(makePreset));
byId("banner-off").addEventListener("click", () => {
  // The button goes, and the keyboard must not go with it.
  byId("faults").querySelector("summary").focus();
  void switchTo(null, "Switched off.");
});
byId("fault-form").addEventListener("submit", (event) => {
  event.preventDefault();
  void switchTo(readForm(), "Applied.");
});

function makeRow(fault) {
  const element = byId("fault-row").content.cloneNode(true).firstElementChild;
  element.querySelector(".name").textContent = fault.name;
  element.querySelector(".does").textContent = fault.does;
  const rate = { name: "rate", label: "Percent of requests", max: 100, step: "any", preset: 100 };
  const fields = [rate, ...fault.fields].map(makeField);
  element.querySelector(".numbers").append(...fields.map(({ label }) => label));
  const on = element.querySelector(".on");
  for (const { input } of fields) input.addEventListener("input", () => (on.checked = true));
  return { element, on, fields };
}

function makeField(field) {
  const input = document.createElement("input");
  if (!field.isText) {
    input.type = "number";
    input.min = field.min ?? 0;
    input.max = field.max;
    input.step = field.step ?? 1;
  }
  const isOptional = field.isOptional || field.isText;
  input.required = !isOptional;
  input.placeholder = isOptional ? "none" : "";
  input.value = field.preset ?? "";
  const label = document.createElement("label");
  label.append(field.label, input);
  return { field, input, label };
}

function makePreset({ name, rule }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.addEventListener("click", () => void switchTo(rule, `${name}.`));
  return button;
}

function readForm() {
  const rule = {};
  for (const [key, { on, fields }] of rows)
    if (on.checked)
      rule[key] = Object.fromEntries(
        fields
          .filter(({ input }) => input.value.trim() !== "")
          .map(({ field, input }) => [field.name, readField(field, input.value.trim())]),
      );
  const to = byId("fault-to").value.trim();
  return to === "" ? rule : { ...rule, to };
}

function readField(field, value) {
  if (field.name === "rate") return Number(value) / 100;
  return field.isText && !/^\d+$/.test(value) ? value : Number(value);
}

async function switchTo(rule, said) {
  const init =
    rule === null
      ? { method: "DELETE" }
      : {
          method: "PUT",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(rule),
        };
  const response = await fetch("/faults", init).catch(() => null);
  const problems = response?.ok ? [] : await readProblems(response);
  status.textContent = problems.length === 0 ? said : "";
  byId("fault-problems").replaceChildren(...makeAll("li", problems));
}

async function readProblems(response) {
  if (response === null) return ["The mock does not answer."];
  const { problems, error } = await response.json();
  return problems ?? [error];
}

/** Shows what is on. The answer of a switch comes this way too, so that all open pages agree. */
export function renderFaults({ rules, addresses }) {
  const on = rules.filter(isOn);
  const isAny = on.length > 0;
  byId("banner").classList.toggle("on", isAny);
  byId("banner-title").textContent = isAny ? "Faults are on" : "";
  byId("banner-faults").replaceChildren(...makeAll("li", on.flatMap(describeRule)));
  byId("banner-off").hidden = !isAny;
  document.title = isAny ? "Faults are on · Inbox" : "Inbox";
  byId("several").hidden = rules.length < 2;
  fillForm(rules[0] ?? {});
  byId("addresses").replaceChildren(
    ...addresses.flatMap(({ pattern, does }) => [
      ...makeAll("dt", [`ada${pattern}example.com`]),
      ...makeAll("dd", [does]),
    ]),
  );
}

function fillForm(rule) {
  for (const [key, { on, fields }] of rows) {
    const fault = rule[key];
    on.checked = fault?.rate > 0;
    if (fault)
      for (const { field, input } of fields) input.value = toText(field, fault[field.name]);
  }
  byId("fault-to").value = rule.to ?? "";
}

function toText({ name }, value = "") {
  return name === "rate" ? Number((value * 100).toFixed(2)) : value;
}

export function showWebhook(url) {
  byId("webhook").textContent = url
    ? `They are reported to ${url}, signed. The buttons of a message report one by hand.`
    : "WEBHOOK_URL and WEBHOOK_SECRET are not set: nothing is reported.";
  document.body.classList.toggle("no-webhook", !url);
}

const makeAll = (tag, texts) =>
  texts.map((text) => Object.assign(document.createElement(tag), { textContent: text }));
