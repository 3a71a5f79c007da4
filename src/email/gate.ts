import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  type IBackoff,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from "cockatiel";
import type { Delivery } from "./provider.ts";

/** What stands before one provider in this process: nobody is asked who does not answer, or asked for a pause. */
export type Gate = {
  /** Milliseconds until the provider may be asked; 0 when it may be now. */
  waitMs(): number;
  /** Asks it, and learns from the answer; null when it may not be asked after all. */
  pass(ask: () => Promise<Delivery>): Promise<Delivery | null>;
  state(): GateState;
};

/** Paused: it said when to come back. Open: it failed so often that only one mail at a time tries it. */
export type GateState = "closed" | "paused" | "open";

const FIRST_OPEN_MS = 1000;
const LONGEST_OPEN_MS = 30_000;
/** While one mail tries, others look again after this. */
const PROBE_WAIT_MS = 500;

/** A circuit breaker that opens after so many failures in a row, and the pauses that the provider asks for. */
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

  const pauseLeftMs = (): number => Math.max(0, pausedUntilMs - Date.now());
  const openLeftMs = (): number => {
    if (breaker.state === CircuitState.HalfOpen) return PROBE_WAIT_MS;
    return breaker.state === CircuitState.Open ? Math.max(0, openUntilMs - Date.now()) : 0;
  };
  return {
    waitMs: () => Math.max(pauseLeftMs(), openLeftMs()),
    async pass(ask) {
      try {
        const delivery = await breaker.execute(ask);
        if (delivery.kind === "retry" && delivery.afterMs) {
          pausedUntilMs = Math.max(pausedUntilMs, Date.now() + delivery.afterMs);
          onChange("paused");
        }
        return delivery;
      } catch (error) {
        if (isBrokenCircuitError(error)) return null;
        throw error;
      }
    },
    state: () => {
      if (breaker.state !== CircuitState.Closed) return "open";
      return pauseLeftMs() > 0 ? "paused" : "closed";
    },
  };
}

// A refused address is an answer, and a recipient who is busy; so is a pause that the provider asks for.
const isFailure = (result: unknown): boolean => {
  const delivery = result as Delivery;
  return (
    delivery.kind === "misconfigured" ||
    (delivery.kind === "retry" && delivery.afterMs === undefined && !delivery.isOfThisMailOnly)
  );
};
