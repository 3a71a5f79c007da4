import { type NamedSecret, parseNamedSecrets } from "./named-secrets.ts";

/** What stands for every audience, where anybody may have proofs made for anybody. */
export const ANY_AUDIENCE = "*";

/** A name or an address (RFC 7519 §4.1.3, StringOrURI), of characters that need no quoting anywhere. */
const AUDIENCE = /^[\w.~:/-]{1,255}$/;

export const isAudience = (text: string): boolean =>
  // What has a colon must be a URI; a key that stands in the place of a port makes it none.
  AUDIENCE.test(text) && (!text.includes(":") || URL.canParse(text));

/** Reads `shop,https://billing.example`, or `*`. */
export function parseAudiences(text: string): { audiences: string[]; problems: string[] } {
  const audiences = text.split(",").map((each) => each.trim());
  const problems = audiences.flatMap((each, i) => {
    if (audiences.indexOf(each) < i) return [`number ${i + 1} is there twice`];
    const isFine = each === ANY_AUDIENCE ? audiences.length === 1 : isAudience(each);
    return isFine ? [] : [`number ${i + 1} is no audience: letters, digits and _ . ~ : / -`];
  });
  return { audiences, problems };
}

/** Reads `shop:key,shop:older,https://billing.example:key`: what proofs for an audience are signed with, the newest first. */
export function parseProofKeys(text: string): { keys: NamedSecret[]; problems: string[] } {
  const { secrets: keys, problems } = parseNamedSecrets(text, (name, entry) =>
    isAudience(name) ? null : `entry ${entry} must be audience:key`,
  );
  return { keys, problems };
}
