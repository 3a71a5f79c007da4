import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  type IBackoff,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from "cockatiel";
import type { Delivery } from "./delivery.ts";

/** What stands before one other server in this process: nobody is asked who does not answer, or asked for a pause. */
export type Gate = {
  /** Milliseconds until it may be asked; 0 when it may be now. */
  waitMs(): number;
  /**
   * A place before it, taken before anything is made for it: whoever has one may ask. Null while nobody else may. It
   * has to be given up.
   */
  enter(): Place | null;
  state(): GateState;
};

export type Place = Disposable & {
  /** Asks, and learns from the answer. */
  ask(send: () => Promise<Delivery>): Promise<Delivery>;
};

/** Paused: it said when to come back. Open: it failed so often that only one delivery at a time tries it. */
export type GateState = "closed" | "paused" | "open";

const FIRST_OPEN_MS = 1000;
const LONGEST_OPEN_MS = 30_000;
/** While one tries, others look again after this. */
const PROBE_WAIT_MS = 500;

/** A circuit breaker that opens after so many failures in a row, and the pauses that the other side asks for. */
export function createGate(
  failuresMax: number,
  onChange: (state: GateState) => void = () => {},
): Gate {
  let pausedUntilMs = 0;
  let openUntilMs = 0;
  // Half of each span is random, so that instances do not come back together.
  const openFor = (longestMs: number): IBackoff<unknown> => {
    const duration = Math.round(longestMs * (0.5 + Math.random() / 2));
    return { duration, next: () => remember(openFor(Math.min(longestMs * 2, LONGEST_OPEN_MS))) };
  };
  const remember = (span: IBackoff<unknown>): IBackoff<unknown> => {
    openUntilMs = Date.now() + span.duration;
    return span;
  };
  const breaker: CircuitBreakerPolicy = circuitBreaker(handleWhenResult(isFailure), {
    breaker: new ConsecutiveBreaker(failuresMax),
    halfOpenAfter: { next: () => remember(openFor(FIRST_OPEN_MS)) },
  });
  breaker.onBreak(() => onChange("open"));
  breaker.onReset(() => onChange("closed"));
  // The one that tries it while it is open.
  let probe: Place | null = null;

  const pauseLeftMs = (): number => Math.max(0, pausedUntilMs - Date.now());
  const openLeftMs = (): number => {
    if (breaker.state === CircuitState.Closed) return 0;
    const openMs = Math.max(0, openUntilMs - Date.now());
    return probe ? Math.max(openMs, PROBE_WAIT_MS) : openMs;
  };
  const waitMs = (): number => Math.max(pauseLeftMs(), openLeftMs());

  // Who came in when it was closed asks all the same: waiting for the one that tries it could take as long again.
  async function ask(send: () => Promise<Delivery>, isProbe: boolean): Promise<Delivery> {
    if (!isProbe && breaker.state !== CircuitState.Closed) return send();
    try {
      return await breaker.execute(send);
    } catch (error) {
      // Its clock is a millisecond behind ours.
      if (isBrokenCircuitError(error)) return send();
      throw error;
    }
  }

  return {
    waitMs,
    enter() {
      if (waitMs() > 0) return null;
      const isProbe = breaker.state !== CircuitState.Closed;
      const place: Place = {
        async ask(send) {
          const delivery = await ask(send, isProbe);
          if (delivery.kind === "retry" && delivery.afterMs) {
            pausedUntilMs = Math.max(pausedUntilMs, Date.now() + delivery.afterMs);
            onChange("paused");
          }
          return delivery;
        },
        [Symbol.dispose]() {
          if (probe === place) probe = null;
        },
      };
      if (isProbe) probe = place;
      return place;
    },
    state: () => {
      if (breaker.state !== CircuitState.Closed) return "open";
      return pauseLeftMs() > 0 ? "paused" : "closed";
    },
  };
}

// A refused address is an answer, and so is what is about one recipient: else whoever registers five of them would shut
// everybody out. So is a pause that the provider asks for.
const isFailure = (result: unknown): boolean => {
  const delivery = result as Delivery;
  if (delivery.kind !== "retry" && delivery.kind !== "misconfigured") return false;
  return !delivery.isOfThisOneOnly && !("afterMs" in delivery);
};
