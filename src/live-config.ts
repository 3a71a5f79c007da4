import { z } from "zod";
import { integer } from "./config-values.ts";

/** What open pages are told of somebody new. */
export type LiveEvent = "activated" | "registered";

/** The variables about live notices. */
export const LIVE_VARIABLES = {
  // full: whoever is signed in sees the address of everybody who comes.
  LIVE_EMAIL: z.enum(["masked", "full"]).default("masked"),
  LIVE_EVENTS: z.enum(["activated", "registered", "activated,registered"]).default("activated"),
  // Of one instance: in all, of one account, and of one network.
  LIVE_CONNECTIONS_MAX: integer(0, 1_000_000).default(10_000),
  LIVE_CONNECTIONS_PER_USER: integer(1, 1_000_000).default(10),
  LIVE_CONNECTIONS_PER_IP: integer(1, 1_000_000).default(100),
};
