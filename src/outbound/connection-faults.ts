import type { Delivery } from "./delivery.ts";

/** One error of a chain of causes, as drivers name it. */
type Fault = { code: string; isConnecting: boolean };

/** What no answer means: a connection that never stood carried nothing; of any other one nobody knows. */
export function describeSilence(error: unknown): Delivery {
  const faults = faultsOf(error);
  const untrusted = faults.find(({ code }) => UNTRUSTED.test(code));
  if (untrusted)
    return { kind: "misconfigured", reason: `its certificate is not trusted: ${untrusted.code}` };
  const before = faults.find(({ code, isConnecting }) => isConnecting || NEVER_STOOD.has(code));
  if (before) return { kind: "retry", reason: `no connection: ${before.code}` };
  const isLate = faults.some(({ code }) => code === "TimeoutError");
  const reason = isLate ? "no answer in time" : `no answer: ${faults.at(-1)?.code ?? "unknown"}`;
  return { kind: "retry", reason, isUnclear: true };
}

const CAUSES_MAX = 5;

function faultsOf(error: unknown): Fault[] {
  const faults: Fault[] = [];
  // Bounded, because errors can be causes of each other.
  for (let each = error; each instanceof Error && faults.length < CAUSES_MAX; each = each.cause) {
    const { code, originalCode, syscall, timeoutType } = each as SystemError;
    const named = originalCode ?? code;
    faults.push({
      code: typeof named === "string" ? named : each.name,
      isConnecting: syscall === "connect" || timeoutType === "CONNECT_TIMEOUT",
    });
  }
  return faults;
}

type SystemError = Error & {
  code?: unknown;
  syscall?: string;
  /** nodemailer puts a code of its own in front, and names what timed out. */
  originalCode?: string;
  timeoutType?: string;
};

const UNTRUSTED = /CERT|SELF_SIGNED|^UNABLE_TO_(GET|VERIFY)|^ERR_SSL_WRONG_VERSION_NUMBER$/;
const NEVER_STOOD = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EDNS",
  "UND_ERR_CONNECT_TIMEOUT",
]);
