import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 200;
const ANSWER_TIMEOUT_MS = 3000;

/** Asks until the address answers 200; whatever else it answers is handed on. Rejects when the signal comes first. */
export async function waitUntilOk(
  url: string,
  signal: AbortSignal,
  onRefusal: (body: unknown) => void = () => {},
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const late = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      const response = await fetch(url, { signal: AbortSignal.any([signal, late]) });
      const body: unknown = await response.json();
      if (response.ok) return;
      onRefusal(body);
    } catch {
      // It does not listen yet.
    }
    await delay(POLL_MS, undefined, { signal }).catch(() => {});
  }
}

type Readiness = { checks?: Record<string, string> };

/**
 * Waits until the service can do its work. Throws one line that names the parts which are down when `timeoutMs` pass,
 * and the signal's reason when that comes first.
 */
export async function waitUntilReady(
  url: string,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  let reason = "it does not answer";
  const explain = (body: unknown): void => {
    const { checks = {} } = body as Readiness;
    const down = Object.keys(checks).filter((part) => checks[part] !== "ok");
    reason = down.map((part) => `${part} is down`).join(", ") || JSON.stringify(body);
  };
  const late = AbortSignal.timeout(timeoutMs);
  const ending = AbortSignal.any([signal, late]);
  await waitUntilOk(`${url}/health/ready`, ending, explain).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new Error(`the service is not ready after ${timeoutMs / 1000} s: ${reason}`, { cause });
  });
}
