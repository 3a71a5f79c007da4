import Bowser from "bowser";

const USER_AGENT_MAX = 500;
const NAME_MAX = 40;
const UNKNOWN = "Unknown device";

/** What to call a device by its User-Agent (RFC 9110 §10.1.5): "Safari on iOS", or a program's own name: "curl". */
export function deviceNameOf(userAgent: string | undefined): string {
  const text = (userAgent ?? "").slice(0, USER_AGENT_MAX);
  if (text.trim() === "") return UNKNOWN;
  const { browser, os } = Bowser.parse(text);
  if (browser.name && os.name) return `${browser.name} on ${os.name}`;
  const product = /^[\w.-]+/.exec(text)?.[0].slice(0, NAME_MAX);
  return browser.name || product || UNKNOWN;
}
