/** One of the secrets of somebody who is known by a name. He has two while he changes them. */
export type NamedSecret = { name: string; secret: string };

/** Characters that come out of a form, and of a URL, as they went in: clients differ in what they encode (RFC 6749 §2.3.1). */
const SECRET = /^[\w.~-]{8,256}$/;
const SECRETS_MAX = 2;

/**
 * Reads `name:secret,name:secret`, where a name that is there twice has two secrets, the newest first. Problems count
 * entries and show nothing of them: a name may be a secret that stands in the wrong place. `problemOf` is what is wrong with one.
 */
export function parseNamedSecrets(
  text: string,
  problemOf: (name: string, entry: number) => string | null,
): { value: NamedSecret[]; problems: string[] } {
  const value: NamedSecret[] = [];
  const problems: string[] = [];
  for (const [i, entry] of text.split(",").entries()) {
    const [, name = "", secret = ""] = /^(.*):([^:]*)$/.exec(entry.trim()) ?? [];
    const others = value.filter((each) => each.name === name);
    const problem = problemOf(name, i + 1);
    if (problem !== null) problems.push(problem);
    else if (!SECRET.test(secret))
      problems.push(`the secret of entry ${i + 1} must be 8 to 256 letters, digits and _ . ~ -`);
    else if (others.length === SECRETS_MAX)
      problems.push(`entry ${i + 1} is one more than the ${SECRETS_MAX} secrets of a name`);
    else if (value.some((each) => each.secret === secret))
      problems.push(`the secret of entry ${i + 1} is there twice`);
    else value.push({ name, secret });
  }
  return { value, problems };
}
