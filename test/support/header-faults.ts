const YEAR = "max-age=31536000; includeSubDomains";

type Wanted = {
  transport?: string | null;
  referrer?: string;
  /** Whether it may give or take cookies, which have a test of their own. */
  hasCookies?: boolean;
};

/** What is wrong with the headers of an answer; nothing when they are as they must be. */
export function faultsOf(
  { headers }: Response,
  { transport = YEAR, referrer = "no-referrer", hasCookies = false }: Wanted = {},
): string[] {
  const expected: [name: string, value: RegExp | null][] = [
    ["x-content-type-options", /^nosniff$/],
    ["x-frame-options", /^DENY$/],
    ["referrer-policy", new RegExp(`^${referrer}$`)],
    [
      "content-security-policy",
      /^default-src 'none';(?!.*(\*|unsafe-eval)).* frame-ancestors 'none'/,
    ],
    ["cross-origin-opener-policy", /^same-origin$/],
    ["cross-origin-resource-policy", /^same-origin$/],
    ["permissions-policy", /^camera=\(\), geolocation=\(\), microphone=\(\), payment=\(\)$/],
    ["cache-control", /^(no-store|public, max-age=\d+(, immutable)?)$/],
    ["strict-transport-security", transport === null ? null : new RegExp(`^${transport}$`)],
    ["server", null],
    ["x-powered-by", null],
    ...(hasCookies ? [] : [["set-cookie", null] as [string, null]]),
  ];
  return expected
    .filter(([name, value]) => {
      const given = headers.get(name);
      return value === null ? given !== null : given === null || !value.test(given);
    })
    .map(([name]) => `${name}: ${headers.get(name)}`);
}
