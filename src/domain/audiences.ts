import { type NamedSecret, parseNamedSecrets } from "./named-secrets.ts";

/** What stands for every audience, where anybody may have proofs made for anybody. */
export const ANY_AUDIENCE = "*";

/** A name or an address (RFC 7519 §4.1.3, StringOrURI), of characters that need no quoting anywhere. */
const AUDIENCE = /^[\w.~:/-]{1,255}$/;

/** Whether a text names an audience. What has a colon must be a URI; a key that stands in the place of a port makes it none. */
export const isAudience = (text: string): boolean =>
  AUDIENCE.test(text) && (!text.includes(":") || URL.canParse(text));

/** Reads `shop,https://billing.example`, or `*`. */
export function parseAudiences(text: string): { value: string[]; problems: string[] } {
  const value = text.split(",").map((each) => each.trim());
  const problems = value.flatMap((each, i) => {
    if (value.indexOf(each) < i) return [`number ${i + 1} is there twice`];
    const isFine = each === ANY_AUDIENCE ? value.length === 1 : isAudience(each);
    return isFine ? [] : [`number ${i + 1} is no audience: letters, digits and _ . ~ : / -`];
  });
  return { value, problems };
}

/** Reads `shop:key,shop:older,https://billing.example:key`: what proofs for an audience are signed with, the newest first. */
export const parseProofKeys = (text: string): { value: NamedSecret[]; problems: string[] } =>
  parseNamedSecrets(text, (name, entry) =>
    isAudience(name) ? null : `entry ${entry} must be audience:key`,
  );
