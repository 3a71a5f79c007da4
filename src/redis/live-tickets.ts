import { type KeyObject, randomBytes } from "node:crypto";
import { parseJson } from "../domain/parse-json.ts";
import { pseudonym } from "../keys.ts";
import { type Redis, withRedisFaults } from "./connection.ts";

/** Whose a ticket is, and when the token ends that it was asked for with; null of a cookie. */
export type TicketHolder = { accountId: string; sessionId: string; expiresAtMs: number | null };

/** One-use tickets for a WebSocket, whose address is all that a browser lets a page choose. Throws UnavailableError. */
export type LiveTickets = {
  lifeSeconds: number;
  issue(holder: TicketHolder): Promise<string>;
  /** Uses a ticket up. Null for one that is not of ours, was used, or is too old. */
  redeem(ticket: string): Promise<TicketHolder | null>;
};

const TICKET_BYTES = 32;
const LIFE_SECONDS = 30;
const TICKET = /^[\w-]{43}$/;

export function createLiveTickets(redis: Redis, key: KeyObject): LiveTickets {
  // Redis never has what opens a connection.
  const keyOf = (ticket: string): string => `live-ticket:{${pseudonym(key, ticket)}}`;
  return {
    lifeSeconds: LIFE_SECONDS,
    async issue(holder) {
      const ticket = randomBytes(TICKET_BYTES).toString("base64url");
      const stored = JSON.stringify(holder);
      await withRedisFaults(redis.set(keyOf(ticket), stored, "EX", LIFE_SECONDS));
      return ticket;
    },
    async redeem(ticket) {
      if (!TICKET.test(ticket)) return null;
      const stored = await withRedisFaults(redis.getdel(keyOf(ticket)));
      return stored === null ? null : (parseJson(stored) as TicketHolder);
    },
  };
}
