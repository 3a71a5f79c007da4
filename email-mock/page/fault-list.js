// The faults as people read them, and the numbers that each has beside its rate.
const ms = { name: "ms", label: "Milliseconds", max: 120_000 };

export const FAULTS = [
  {
    key: "delay",
    name: "Delay",
    does: "Waits before anything else.",
    fields: [{ ...ms, preset: 3000 }],
  },
  {
    key: "error",
    name: "Error",
    does: "Answers a status that says “later”.",
    fields: [
      { name: "status", label: "Status", min: 400, max: 599, preset: 500 },
      { name: "retry_after", label: "Retry-After in seconds", isText: true },
    ],
  },
  { key: "reject", name: "Reject", does: "Refuses the mail for good, with 422.", fields: [] },
  { key: "hang", name: "Hang", does: "Accepts nothing and never answers.", fields: [] },
  {
    key: "stall",
    name: "Stall",
    does: "Accepts, and stops in the middle of the answer; without a time for good.",
    fields: [{ ...ms, isOptional: true }],
  },
  {
    key: "drop_reply",
    name: "Drop the reply",
    does: "Accepts, and cuts the connection.",
    fields: [],
  },
  {
    key: "duplicate",
    name: "Duplicate",
    does: "Delivers once more than it should, whatever the Idempotency-Key.",
    fields: [],
  },
];

export const PRESETS = [
  { name: "50 % errors", rule: { error: { rate: 0.5, status: 500 } } },
  { name: "Provider down", rule: { error: { rate: 1, status: 503 } } },
  { name: "Accept, then drop the reply", rule: { drop_reply: { rate: 1 } } },
  { name: "All well", rule: null },
];

export const isOn = (rule) => FAULTS.some(({ key }) => rule[key]?.rate > 0);

const percent = (rate) => `${Number((rate * 100).toFixed(2))} %`;

const NUMBERS = {
  delay: ({ ms: time }) => ` of ${time} ms`,
  error: ({ status, retry_after: after }) =>
    ` ${status}${after === undefined ? "" : `, Retry-After ${after}`}`,
  stall: ({ ms: time }) => (time === undefined ? " for good" : ` of ${time} ms`),
};

/** "Error 500: 50 % of requests, to addresses with @example.org" */
export function describeRule(rule) {
  const where = rule.to === undefined ? "" : `, to addresses with ${rule.to}`;
  return FAULTS.filter(({ key }) => rule[key]?.rate > 0).map(
    ({ key, name }) =>
      `${name}${NUMBERS[key]?.(rule[key]) ?? ""}: ${percent(rule[key].rate)} of requests${where}`,
  );
}
