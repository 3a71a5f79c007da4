import { z } from "zod";

const probability = z.number().min(0).max(1);

/** What goes wrong with POST /v1/messages, as an operator or a test switches it on. */
export const faultsSchema = z
  .strictObject({
    /** Waits before it answers. */
    delay_ms: z.int().min(0).max(120_000),
    /** Refuses with this status, with the probability given (1 when not). */
    status: z.int().min(400).max(599),
    retry_after: z.union([z.int().min(0), z.string()]),
    probability,
    /** Accepts, sends the headers, and the body only after this time. */
    stall_body_ms: z.int().min(0).max(120_000),
    /** Accepts, then cuts the connection without an answer, with this probability. */
    drop_reply_probability: probability,
  })
  .partial();

export type Faults = z.infer<typeof faultsSchema>;

export const happens = (chance: number | undefined): boolean =>
  chance !== undefined && Math.random() < chance;
