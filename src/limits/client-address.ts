import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

const IPV6_NETWORK_BITS = 64;

/**
 * The address a request is counted by. With n trusted proxies it is the n-th from the right of X-Forwarded-For:
 * everything to its left was written by the client. What is missing or no address falls back to the socket's.
 */
export function clientAddress(
  peerAddress: string,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  if (trustedProxies === 0) return peerAddress;
  const claimed = forwardedFor?.split(",").at(-trustedProxies)?.trim() ?? "";
  return isAddress(claimed) ? claimed : peerAddress;
}

// Node knows IPv4 sooner than the library, which also reads old forms such as "1" or "0x7f.1"; of zones it lets too much pass.
const isAddress = (text: string): boolean => isIPv4(text) || ipaddr.IPv6.isValid(text);

/** The network one customer holds: an IPv4 address, also when written as IPv6, or an IPv6 /64. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  if (!ipaddr.IPv6.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_NETWORK_BITS}`).toString()}/64`;
}
