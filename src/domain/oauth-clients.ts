/** One secret of an OAuth client. A client has two while it changes them. */
export type OAuthClient = { name: string; secret: string };

/** Who our own sign-in counts as, where OAuth wants a client's name. It has no secret. */
export const OWN_CLIENT = "latchkey";

const NAME = /^[\w.-]{1,64}$/;
/** Characters that come out of a form, and of a URL, as they went in: clients differ in what they encode (RFC 6749 §2.3.1). */
const SECRET = /^[\w.~-]{8,256}$/;
const SECRETS_MAX = 2;

/** Reads `name:secret,name:secret`, where a name that is there twice has two secrets. Problems never name a secret. */
export function parseOAuthClients(text: string): { clients: OAuthClient[]; problems: string[] } {
  const clients: OAuthClient[] = [];
  const problems: string[] = [];
  for (const [i, entry] of text.split(",").entries()) {
    const [, name = "", secret = ""] = /^([^:]*):(.*)$/.exec(entry.trim()) ?? [];
    const others = clients.filter((client) => client.name === name);
    if (!NAME.test(name))
      problems.push(`entry ${i + 1} must be name:secret, the name of letters, digits and _ . -`);
    else if (name === OWN_CLIENT) problems.push(`${name} is our own name`);
    else if (!SECRET.test(secret))
      problems.push(`the secret of ${name} must be 8 to 256 letters, digits and _ . ~ -`);
    else if (others.length === SECRETS_MAX)
      problems.push(`${name} has more than ${SECRETS_MAX} secrets`);
    else if (clients.some((client) => client.secret === secret))
      problems.push(`the secret of ${name} is there twice`);
    else clients.push({ name, secret });
  }
  return { clients, problems };
}
