import { domainToASCII, domainToUnicode } from "node:url";

/** RFC 5321 §4.5.3.1: octets before the @, and octets of a path without its angle brackets. */
const LOCAL_MAX = 64;
const TOTAL_MAX = 254;

const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const HOST_NAME = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+([a-z]{2,63}|xn--[a-z\d-]{1,59})$/;
const DOMAIN_CHARACTERS = /^[\p{L}\p{M}\p{N}.-]+$/u;

export type EmailAddress = {
  /** Where mail goes: the local part as typed, the domain in lower-case ASCII. */
  address: string;
  /** What makes an account unique: all in lower case; plus tags and dots are kept. */
  normalised: string;
};

/**
 * Reads an e-mail address (RFC 5321 dot-atom with a host name; IDN domains become punycode).
 * Returns null for anything else: quoted or non-ASCII local parts, address literals, a trailing dot.
 */
export function parseEmailAddress(text: string): EmailAddress | null {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const typedDomain = text.slice(at + 1);
  if (at < 1 || local.length > LOCAL_MAX || !DOT_ATOM.test(local)) return null;
  if (typedDomain.length > TOTAL_MAX || !DOMAIN_CHARACTERS.test(typedDomain)) return null;
  const domain = toAsciiDomain(typedDomain);
  const address = `${local}@${domain}`;
  if (!HOST_NAME.test(domain) || address.length > TOTAL_MAX) return null;
  return { address, normalised: address.toLowerCase() };
}

// domainToASCII differs between runtimes for odd ASCII input (numbers, broken punycode): only real IDN goes through it.
function toAsciiDomain(domain: string): string {
  return /^[\d.a-z-]+$/i.test(domain) ? domain.toLowerCase() : domainToASCII(domain);
}

/** "a***@example.com": enough to recognise an address that is known already, too little to write to it. */
export const maskEmailAddress = (address: string): string =>
  `${address.slice(0, 1)}***${address.slice(address.lastIndexOf("@"))}`;

/**
 * "a***@e***.com": for strangers, who may see that somebody came, and not who. Of the domain the first letter and the last
 * label stay; the number of stars is always the same, so that no length is told.
 */
export function veilEmailAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const labels = domainToUnicode(address.slice(at + 1)).split(".");
  return `${firstLetter(address)}***@${firstLetter(labels[0] ?? "")}***.${labels.at(-1)}`;
}

const firstLetter = (text: string): string => /^./su.exec(text)?.[0] ?? "";
