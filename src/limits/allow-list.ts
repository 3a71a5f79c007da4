import { BlockList, isIP, isIPv4 } from "node:net";
import { parseEmailAddress } from "../domain/email-address.ts";
import type { LimitKey } from "./policies.ts";

/** Whoever asks: the address his request came from, and the e-mail address it names, in its normal form. */
export type Caller = { ip: string; emailNormalised: string | null };

/** True for a network in CIDR form, an IP address, or an e-mail address. */
export const isAllowEntry = (entry: string): boolean =>
  parseNetwork(entry) !== null || parseEmailAddress(entry) !== null;

/** Compiles an allow list; the result tells whether a caller stands on it. */
export function compileAllowList(
  entries: readonly string[],
  by: LimitKey,
): (caller: Caller) => boolean {
  if (entries.length === 0) return () => false;
  const networks = new BlockList();
  const addresses = new Set<string>();
  for (const entry of entries) {
    const network = parseNetwork(entry);
    const email = network ? null : parseEmailAddress(entry);
    if (network) networks.addSubnet(network.address, network.bits, network.family);
    else if (email) addresses.add(email.normalised);
  }
  // Anybody can name an address, so it opens only what is counted by address.
  const isByAddress = by !== "ip" && by !== "service";
  return ({ ip, emailNormalised }) =>
    (isIP(ip) !== 0 && networks.check(ip, isIPv4(ip) ? "ipv4" : "ipv6")) ||
    (isByAddress && emailNormalised !== null && addresses.has(emailNormalised));
}

type Network = { address: string; bits: number; family: "ipv4" | "ipv6" };

function parseNetwork(entry: string): Network | null {
  const [address = "", bitsText, ...rest] = entry.split("/");
  if (isIP(address) === 0 || rest.length > 0) return null;
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const bitsMax = family === "ipv4" ? 32 : 128;
  if (bitsText === undefined) return { address, bits: bitsMax, family };
  if (!/^\d{1,3}$/.test(bitsText) || Number(bitsText) > bitsMax) return null;
  return { address, bits: Number(bitsText), family };
}
