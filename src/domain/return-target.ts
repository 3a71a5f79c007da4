/** The pages that a sign-in may lead to. */
const OWN_TARGETS = ["welcome", "account"] as const;
type OwnTarget = (typeof OWN_TARGETS)[number];

/**
 * Where a sign-in leads: a page of ours, or an address that operators allowed, letter by letter. Everything else is as if
 * nothing had been asked for, so that no link of ours leads to a stranger's site (CWE-601).
 */
export function returnTarget(
  asked: string | undefined,
  allowed: readonly string[],
): { page: OwnTarget } | { url: string } {
  const page = OWN_TARGETS.find((each) => each === asked);
  if (page) return { page };
  const url = allowed.find((each) => each === asked);
  return url === undefined ? { page: "welcome" } : { url };
}
