import type { Context as HonoContext } from "hono";
import type { FailureCode } from "../domain/failure.ts";
import type { OAuthErrorCode } from "../domain/oauth-error.ts";
import type { Connection, Line } from "../live/connection.ts";
import type { Account } from "../postgres/users.ts";

/** What the runtime's server hands over with each request, the same on Node, on Bun and in tests. */
export type Bindings = {
  /** The address of the socket's other end. */
  peerAddress: string;
  /** How many Host fields came; more than one is a smuggling attempt (RFC 9112 §3.2). */
  hostCount: number;
  /** All request header fields together. */
  headerBytes: number;
  /** The way that an answer takes, for one that lasts. Only where it is served over a network. */
  line?: Line;
  /**
   * Makes a WebSocket of the request's connection, for a place that was taken; whatever is answered then goes nowhere.
   * Returns false when the handshake is not one. Only where sockets are served.
   */
  upgrade?: (connection: Connection) => boolean;
};

export type HttpEnvironment = {
  Bindings: Bindings;
  Variables: {
    /** Names the request in logs and to its client, who may have chosen it. */
    requestId: string;
    /** The fields that its answer gets in any case, by their names in lower case. */
    fields: Record<string, string>;
    /** The answer that has them. */
    finished?: Response;
    /** Where the service is reached from outside; problem types begin with it. */
    publicUrl: string;
    /** Names the request in the journal; a client may choose requestId, and would merge many requests into one. */
    journalId?: string;
    /** The client's address, once somebody asked for it. */
    clientAddress?: string;
    /** Who asks, on the routes for operators: his name, or the id of an administrator's account. */
    operator: string;
    /** Who asks, on the routes for administrators. */
    admin: Account;
    /** Its connection is a WebSocket now. */
    isUpgraded?: boolean;
    /** Why the request was refused, for its log line. */
    failureCode?: FailureCode | OAuthErrorCode;
  };
};

export type Context = HonoContext<HttpEnvironment>;
