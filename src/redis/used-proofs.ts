import { createHash } from "node:crypto";
import type { Redis } from "./connection.ts";
import { defineScript } from "./script.ts";

export type UsedProofs = {
  /**
   * Uses a proof up, in all its forms. "unknown" when Redis started after it was issued (in seconds since 1970), and cannot
   * tell. Throws UnavailableError when Redis does not answer.
   */
  use(proof: { audience: string; id: string; issuedAt: number }): Promise<"first" | Reuse>;
};
export type Reuse = "used" | "unknown";

/** Which proofs were used, by digests of their ids; each for so long that it is over by every clock. */
export function createUsedProofs(redis: Redis, keptMs: number): UsedProofs {
  const use = defineScript<-1 | 0 | 1>(redis, "use-proof-1");
  return {
    async use({ audience, id, issuedAt }) {
      // Whoever shares a key for one audience could write ids of another one's proofs.
      const name = createHash("sha256").update(`${id} ${audience}`).digest("base64url");
      const answer = await use(`proof-used:{${name}}`, issuedAt, keptMs);
      return answer === 1 ? "first" : answer === 0 ? "used" : "unknown";
    },
  };
}
