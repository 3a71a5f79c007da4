import { z } from "@hono/zod-openapi";

const isProof = (value: unknown): boolean =>
  typeof value === "string" ||
  (typeof value === "object" && value !== null && !Array.isArray(value));

/** What a proof is checked with. */
export const proofCheckSchema = z
  .strictObject({
    // Whatever somebody brought along: what is wrong with it makes the proof bad, and not the request.
    proof: z
      .custom<string | object>(isProof, {
        error: ({ input }) =>
          input === undefined ? "is required" : "must be a JWT or signed details",
      })
      .openapi({
        type: ["string", "object"],
        oneOf: [{ type: "string" }, { $ref: "#/components/schemas/SignedDetails" }],
        description: "In the form that POST /otp/verify answered.",
      }),
    audience: z.string().min(1).max(255).meta({
      description: "Who you are. A proof for somebody else is none for you.",
      example: "shop",
    }),
    nonce: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .meta({ description: "What you gave along when the code was asked for: it must be in it." }),
    single_use: z
      .boolean()
      .default(false)
      .meta({ description: "Uses the proof up, in both its forms: it is good once." }),
  })
  .openapi("ProofCheck");
