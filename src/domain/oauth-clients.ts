import { type NamedSecret, parseNamedSecrets } from "./named-secrets.ts";

/** One secret of an OAuth client. */
export type OAuthClient = NamedSecret;

/** Who our own sign-in counts as, where OAuth wants a client's name. It has no secret. */
export const OWN_CLIENT = "latchkey";

const NAME = /^[\w.-]{1,64}$/;

/** Reads `name:secret,name:secret`, where a name that is there twice has two secrets. Problems never name a secret. */
export const parseOAuthClients = (text: string): { value: OAuthClient[]; problems: string[] } =>
  parseNamedSecrets(text, (name, entry) => {
    if (!NAME.test(name))
      return `entry ${entry} must be name:secret, the name of letters, digits and _ . -`;
    return name === OWN_CLIENT ? `${name} is our own name` : null;
  });
