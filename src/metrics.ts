import { Counter, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { createGauges } from "./metric-gauges.ts";

/** What this process counts and measures, by Prometheus' naming conventions; no label ever holds an address. */
export type Metrics = ReturnType<typeof createMetrics>;

const LATENCY_SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];
const MAIL_WAIT_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];
const WEBHOOK_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
const MAIL_ATTEMPTS = [0, 1, 2, 3, 5, 8, 13, 21];

// oxlint-disable-next-line typescript/explicit-function-return-type -- the library's generic types are the type
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets = LATENCY_SECONDS,
  ): Histogram<Label> => new Histogram({ name, help, labelNames, buckets, registers });
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
  ): Counter<Label> => new Counter({ name, help, labelNames, registers });

  return {
    registry,
    requestSeconds: histogram(
      "latchkey_http_request_duration_seconds",
      "Time to answer a request, by the route's pattern",
      ["method", "route", "status"],
    ),
    limitDecisions: counter(
      "latchkey_limit_decisions_total",
      "What limits said to requests; near is allowed with 80 % of the quota used",
      ["policy", "mode", "result"],
    ),
    candidateDecisions: counter(
      "latchkey_limit_candidate_decisions_total",
      "What candidate quotas would have said; they are never enforced",
      ["policy", "result"],
    ),
    codes: counter(
      "latchkey_codes_total",
      "Codes issued, and what came of those that were typed; late is right, but after its end",
      ["event"],
    ),
    otp: counter(
      "latchkey_otp_total",
      "Passwordless codes: asked for, shared with whoever asked before, issued, and what came of those that were typed",
      ["event"],
    ),
    proofs: counter("latchkey_proofs_total", "Identity proofs made, by format", ["format"]),
    passwordChecks: counter(
      "latchkey_password_checks_total",
      "Passwords that were checked: by a hash, or by the cache of those that were right a moment ago",
      ["by"],
    ),
    signIns: counter("latchkey_sign_ins_total", "Sign-ins by password, and what came of them", [
      "result",
    ]),
    refreshes: counter(
      "latchkey_session_refreshes_total",
      "Uses of refresh tokens; reuse ended a session, because somebody has a token who should not",
      ["result"],
    ),
    mailSettled: counter(
      "latchkey_mail_settled_total",
      "Messages that the mail job ended, by how; one that is sent again ends again",
      ["kind", "state"],
    ),
    mailWaitSeconds: histogram(
      "latchkey_mail_wait_seconds",
      "Time from a message's place in the queue to a provider's acceptance",
      ["kind"],
      MAIL_WAIT_SECONDS,
    ),
    mailAttempts: histogram(
      "latchkey_mail_attempts",
      "How often providers were asked until a message ended",
      ["state"],
      MAIL_ATTEMPTS,
    ),
    redisSeconds: histogram("latchkey_redis_command_duration_seconds", "Time of a Redis command", [
      "result",
    ]),
    postgresSeconds: histogram(
      "latchkey_postgres_query_duration_seconds",
      "Time of a Postgres statement",
      ["result"],
    ),
    mailSeconds: histogram(
      "latchkey_mail_send_duration_seconds",
      "Time of one attempt to hand a mail to a provider",
      ["provider", "result"],
    ),
    breachChecks: counter(
      "latchkey_breach_checks_total",
      "Passwords looked up among those of data breaches; away gave no answer, skipped was not asked because of that",
      ["result"],
    ),
    mailFeedback: counter(
      "latchkey_mail_feedback_total",
      "What providers said became of mails; unknown is of no mail of ours, refused was not signed as agreed",
      ["provider", "event"],
    ),
    webhookDeliveries: counter(
      "latchkey_webhook_deliveries_total",
      "Attempts to tell the product beside of an event, and what came of them",
      ["type", "result"],
    ),
    webhookSeconds: histogram(
      "latchkey_webhook_delivery_duration_seconds",
      "Time of one attempt to deliver an event",
      ["result"],
      WEBHOOK_SECONDS,
    ),
    limitTripsLost: counter(
      "latchkey_limit_trips_lost_total",
      "Events of a limit that refused somebody which a store did not take",
      ["policy"],
    ),
    liveNotices: counter(
      "latchkey_live_notices_total",
      "Newcomers that open pages were told of; lost is not told, because Redis was away",
      ["event", "result"],
    ),
    liveRefusals: counter(
      "latchkey_live_refusals_total",
      "Live connections and tickets that were refused, by the problem's code",
      ["code"],
    ),
    liveClosed: counter(
      "latchkey_live_closed_total",
      "Live connections that ended; gone is closed by the other side",
      ["transport", "reason"],
    ),
    liveDelaySeconds: histogram(
      "latchkey_live_delivery_seconds",
      "Time from a notice, by Redis' clock, to its being written to all connections of this instance",
      [],
    ),
    ...createGauges(registry),
  };
}

/** Starts a clock; the result writes down how long it was, and how it ended. */
export function startTimer(histogram: Histogram<"result">): (result: string) => void {
  const startedAt = performance.now();
  return (result) => histogram.observe({ result }, (performance.now() - startedAt) / 1000);
}

/** Times every call of a method that returns a promise, whether it succeeds or fails. */
export function timeCalls<Name extends string>(
  target: Record<Name, (...given: never[]) => unknown>,
  name: Name,
  histogram: Histogram<"result">,
): void {
  const original = target[name] as (...given: unknown[]) => unknown;
  const timed = (...given: unknown[]): unknown => {
    const stop = startTimer(histogram);
    const result = original.apply(target, given);
    if (result instanceof Promise)
      void result.then(
        () => stop("ok"),
        () => stop("error"),
      );
    return result;
  };
  Object.assign(target, { [name]: timed });
}
