import { type Outcome, refuse, toRetryAfterSeconds } from "../domain/failure.ts";
import { cooldownLeftMs } from "../domain/one-time-code.ts";
import type { Redemption } from "../redis/one-time-codes.ts";
import type { Resources } from "../resources.ts";

export type CodeRefusal = "code_expired" | "code_incorrect" | "code_exhausted";
/** What comes of a code that is not right. */
export type RefusedCode = Exclude<Redemption, { kind: "right" }>;

/** There is no code to compare with. */
export const codeExpired = (): ReturnType<typeof refuse<"code_expired">> =>
  refuse("code_expired", { detail: "Ask for a new one." });

/** What is answered to a code that is not right; when the next one can be asked for goes by the newest. */
export function refuseCode(
  codePolicy: Resources["codePolicy"],
  newest: Parameters<typeof cooldownLeftMs>[1],
  redemption: RefusedCode,
): Outcome<never, CodeRefusal> {
  switch (redemption.kind) {
    case "none":
    case "late":
      return codeExpired();
    case "wrong":
      return refuse("code_incorrect", { attemptsLeft: redemption.triesLeft });
    case "exhausted":
      return refuse("code_exhausted", {
        detail: "Ask for a new code.",
        attemptsLeft: 0,
        retryAfterSeconds: toRetryAfterSeconds(cooldownLeftMs(codePolicy, newest)),
      });
  }
}
