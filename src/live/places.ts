import type { Holder } from "./connection.ts";

export type PlaceLimits = { inAll: number; perAccount: number; perNetwork: number };

/** How many connections there are, in all, of each account and of each network. */
export type Places = {
  /** Takes one. Returns false, and takes none, when there are too many of any of these. */
  take(holder: Pick<Holder, "accountId" | "network">): boolean;
  giveBack(holder: Pick<Holder, "accountId" | "network">): void;
};

export function createPlaces({ inAll, perAccount, perNetwork }: PlaceLimits): Places {
  const accounts = new Map<string, number>();
  const networks = new Map<string, number>();
  let taken = 0;
  return {
    take({ accountId, network }) {
      const ofAccount = accounts.get(accountId) ?? 0;
      const ofNetwork = networks.get(network) ?? 0;
      if (taken >= inAll || ofAccount >= perAccount || ofNetwork >= perNetwork) return false;
      taken++;
      accounts.set(accountId, ofAccount + 1);
      networks.set(network, ofNetwork + 1);
      return true;
    },
    giveBack({ accountId, network }) {
      taken--;
      lower(accounts, accountId);
      lower(networks, network);
    },
  };
}

function lower(counts: Map<string, number>, key: string): void {
  const count = counts.get(key) ?? 0;
  if (count > 1) counts.set(key, count - 1);
  else counts.delete(key);
}
