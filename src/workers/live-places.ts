import type { Holder } from "../live/connection.ts";
import type { Places } from "../live/places.ts";
import type { Desk } from "./relay.ts";
import type { Siblings } from "./siblings.ts";

type Taker = Pick<Holder, "accountId" | "network">;

/** The places for live connections of the whole instance, as a worker takes them. */
export type SharedPlaces = {
  take(taker: Taker): Promise<boolean>;
  giveBack(taker: Taker): void;
};

const TAKE = "live.take";
const GIVE_BACK = "live.give-back";

const ofTaker = ({ accountId, network }: Taker): Taker => ({ accountId, network });

/** Asks the primary, who alone knows how many connections an account or a network has at all workers. */
export function openSharedPlaces(siblings: Siblings): SharedPlaces {
  if (siblings.count === 1) return { take: () => Promise.resolve(true), giveBack() {} };
  return {
    async take(taker) {
      const [isTaken] = await siblings.ask(TAKE, ofTaker(taker));
      return isTaken === true;
    },
    giveBack: (taker) => siblings.broadcast(GIVE_BACK, ofTaker(taker)),
  };
}

/** The primary's side: the places of one worker, all of which are given back when it ends. */
export function openPlacesDesk(places: Places): Desk {
  const taken = new Map<string, { taker: Taker; count: number }>();
  const keyOf = ({ accountId, network }: Taker): string => `${accountId} ${network}`;
  return {
    told: {
      [GIVE_BACK](payload) {
        const taker = payload as Taker;
        const held = taken.get(keyOf(taker));
        if (!held) return;
        if (--held.count === 0) taken.delete(keyOf(taker));
        places.giveBack(taker);
      },
    },
    asked: {
      [TAKE](payload) {
        const taker = payload as Taker;
        if (!places.take(taker)) return false;
        const held = taken.get(keyOf(taker)) ?? { taker, count: 0 };
        held.count++;
        taken.set(keyOf(taker), held);
        return true;
      },
    },
    close() {
      for (const { taker, count } of taken.values())
        for (let i = 0; i < count; i++) places.giveBack(taker);
      taken.clear();
    },
  };
}
