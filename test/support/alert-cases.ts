/** Series by what names them, each with its values a minute in promtool's notation. */
export type Series = Record<string, string>;

const SECONDS = "latchkey_http_request_duration_seconds_count";
const POSTGRES = "latchkey_postgres_query_duration_seconds";
const REDIS = "latchkey_redis_command_duration_seconds";
const labels = (more = ""): string =>
  `{job="latchkey",instance="one"${more === "" ? "" : `,${more}`}}`;
const request = (route: string, status: number): string =>
  `${SECONDS}${labels(`method="GET",route="${route}",status="${status}"`)}`;
/** Always the same, for 80 minutes. */
const steady = (value: number): string => `${value}x80`;
/** Grows by as much each minute. */
const rising = (by: number): string => `0+${by}x80`;
/** Nothing for an hour, then as much more each minute. */
const lately = (by: number): string => `0x60 ${by}+${by}x19`;

const quantiles = (name: string, more: string, fast: string, slow: string): Series => ({
  [`${name}_bucket${labels(`${more},le="0.05"`)}`]: fast,
  [`${name}_bucket${labels(`${more},le="60"`)}`]: slow,
  [`${name}_bucket${labels(`${more},le="+Inf"`)}`]: slow,
});

/** An instance on a good day. */
export const HEALTHY: Series = {
  [`up${labels()}`]: steady(1),
  [request("/health/ready", 200)]: rising(60),
  [request("/users/me", 200)]: rising(600),
  [request("/users", 503)]: rising(1),
  [`latchkey_hash_queue_length${labels()}`]: steady(2),
  [`nodejs_eventloop_lag_p99_seconds${labels()}`]: steady(0.01),
  [`${POSTGRES}_count${labels('result="ok"')}`]: rising(600),
  [`${POSTGRES}_count${labels('result="error"')}`]: rising(1),
  [`${REDIS}_count${labels('result="ok"')}`]: rising(600),
  [`${REDIS}_count${labels('result="error"')}`]: rising(1),
  ...quantiles(POSTGRES, 'result="ok"', rising(600), rising(600)),
  ...quantiles("latchkey_mail_wait_seconds", 'kind="activation_code"', rising(10), rising(10)),
  [`latchkey_redis_evicts${labels()}`]: steady(0),
  [`latchkey_clock_offset_seconds${labels()}`]: steady(-0.01),
  [`latchkey_mail_oldest_seconds${labels()}`]: steady(1),
  [`latchkey_mail_provider_up${labels('provider="first"')}`]: steady(1),
  [`latchkey_mail_provider_up${labels('provider="second"')}`]: steady(1),
  [`latchkey_mail_send_duration_seconds_count${labels('provider="first",result="misconfigured"')}`]:
    steady(3),
  [`latchkey_mail_dead_letters${labels('state="undeliverable"')}`]: steady(4),
  [`latchkey_mail_dead_letters${labels('state="expired"')}`]: steady(0),
  [`latchkey_mail_feedback_total${labels('provider="first",event="refused"')}`]: steady(9),
  [`latchkey_breaker_open${labels()}`]: steady(0),
  [`latchkey_wrong_codes${labels('window="1d"')}`]: steady(20),
  [`latchkey_wrong_codes_threshold${labels()}`]: steady(100),
  [`latchkey_guess_probability${labels('codes="short"')}`]: steady(0.00099975),
  [`latchkey_otp_total${labels('event="issued_long"')}`]: steady(2),
  [`latchkey_session_refreshes_total${labels('result="reuse"')}`]: steady(7),
  [`latchkey_administrators${labels()}`]: steady(2),
  [`latchkey_breach_checks_total${labels('result="away"')}`]: steady(30),
  [`latchkey_webhook_oldest_seconds${labels()}`]: steady(1),
  [`latchkey_webhook_deliveries_total${labels('type="user.activated",result="misconfigured"')}`]:
    steady(3),
  [`latchkey_webhook_dead${labels()}`]: steady(0),
  [`latchkey_live_notices_total${labels('event="told",result="lost"')}`]: steady(3),
  [`latchkey_live_refusals_total${labels('code="too_many_connections"')}`]: steady(3),
};

const changed = (name: string, more: string, values: string): Series => ({
  [`${name}${labels(more)}`]: values,
});

/** What makes an alert fire, by its name; each case replaces or adds series of the good day. */
export const FIRING: [alert: string, series: Series, alsoFiring?: string[]][] = [
  ["LatchkeyDown", changed("up", "", "1x60 0x19")],
  ["LatchkeyNotReady", { [request("/health/ready", 503)]: lately(60) }],
  ["LatchkeyFaults", { [request("/users", 500)]: lately(1) }],
  ["LatchkeyFaults", { [request("/users", 500)]: "_x77 1x4" }],
  ["LatchkeySheds", { [request("/users", 503)]: lately(60) }],
  ["LatchkeyHashesWait", changed("latchkey_hash_queue_length", "", steady(80))],
  ["LatchkeyEventLoopLate", changed("nodejs_eventloop_lag_p99_seconds", "", steady(0.3))],
  ["LatchkeyPostgresAway", changed(`${POSTGRES}_count`, 'result="error"', lately(2000))],
  ["LatchkeyPostgresSlow", quantiles(POSTGRES, 'result="ok"', rising(590), rising(600))],
  ["LatchkeyRedisAway", changed(`${REDIS}_count`, 'result="error"', lately(2000))],
  ["LatchkeyRedisEvicts", changed("latchkey_redis_evicts", "", steady(1))],
  ["LatchkeyClockOff", changed("latchkey_clock_offset_seconds", "", steady(-7))],
  ["LatchkeyMailWaits", changed("latchkey_mail_oldest_seconds", "", steady(90))],
  [
    "LatchkeyMailStopped",
    {
      ...changed("latchkey_mail_provider_up", 'provider="first"', steady(0)),
      ...changed("latchkey_mail_provider_up", 'provider="second"', steady(0)),
    },
    ["LatchkeyMailProviderFails"],
  ],
  [
    "LatchkeyMailProviderFails",
    changed("latchkey_mail_provider_up", 'provider="first"', steady(0)),
  ],
  [
    "LatchkeyMailMisconfigured",
    changed(
      "latchkey_mail_send_duration_seconds_count",
      'provider="second",result="misconfigured"',
      "_x75 1x5",
    ),
  ],
  [
    "LatchkeyCodesLate",
    quantiles("latchkey_mail_wait_seconds", 'kind="activation_code"', rising(9), rising(10)),
  ],
  ["LatchkeyDeadLetters", changed("latchkey_mail_dead_letters", 'state="expired"', steady(3))],
  [
    "LatchkeyFeedbackRefused",
    changed("latchkey_mail_feedback_total", 'provider="first",event="refused"', lately(1)),
  ],
  ["LatchkeyBreakerOpen", changed("latchkey_breaker_open", "", steady(1))],
  ["LatchkeyWrongCodes", changed("latchkey_wrong_codes", 'window="1d"', steady(60))],
  [
    "LatchkeyGuessBoundMoved",
    changed("latchkey_guess_probability", 'codes="short"', "0.0005x70 0.0008x9"),
  ],
  ["LatchkeyGuessBoundHigh", changed("latchkey_guess_probability", 'codes="short"', steady(0.002))],
  ["LatchkeyOtpGuessed", changed("latchkey_otp_total", 'event="issued_long"', lately(1))],
  [
    "LatchkeyRefreshReuse",
    changed("latchkey_session_refreshes_total", 'result="reuse"', lately(1)),
  ],
  ["LatchkeyAdministratorsGrew", changed("latchkey_administrators", "", "2x75 3x5")],
  ["LatchkeyBreachCheckAway", changed("latchkey_breach_checks_total", 'result="away"', lately(9))],
  ["LatchkeyEventsWait", changed("latchkey_webhook_oldest_seconds", "", steady(900))],
  [
    "LatchkeyEventsRefused",
    changed(
      "latchkey_webhook_deliveries_total",
      'type="user.activated",result="rejected"',
      "_x75 1x5",
    ),
  ],
  ["LatchkeyEventsDead", changed("latchkey_webhook_dead", "", steady(1))],
  [
    "LatchkeyNoticesLost",
    changed("latchkey_live_notices_total", 'event="told",result="lost"', lately(1)),
  ],
  ["LatchkeyNoticesLost", changed("latchkey_limit_trips_lost_total", 'policy="x"', lately(1))],
  [
    "LatchkeyLiveFull",
    changed("latchkey_live_refusals_total", 'code="too_many_connections"', lately(1)),
  ],
];
