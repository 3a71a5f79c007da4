import type { Course } from "./faults.ts";
import type { FeedbackType } from "./feedback.ts";

type Special = { course?: Partial<Course>; feedback?: FeedbackType; does: string };

/** Addresses that something always happens to, whatever else is switched on: ada+bounce@example.com. */
const SPECIAL: Record<string, Special> = {
  "+slow@": { course: { delayMs: 3000 }, does: "is accepted after 3 seconds" },
  "+error@": {
    course: { ending: { kind: "error", status: 500 } },
    does: "is answered with 500, always",
  },
  "+reject@": { course: { ending: { kind: "reject" } }, does: "is refused for good, with 422" },
  "+hang@": { course: { ending: { kind: "hang" } }, does: "is never answered, and not accepted" },
  "+drop@": {
    course: { ending: { kind: "drop_reply", onlyFirst: true } },
    does: "is accepted without an answer; a repeat under the same key is answered",
  },
  "+bounce@": { feedback: "bounced", does: "is accepted, and then reported as bounced" },
  "+softbounce@": {
    feedback: "soft_bounced",
    does: "is accepted, and then reported as bounced for now",
  },
  "+complaint@": { feedback: "complained", does: "is accepted, and then reported as complained" },
};

/** For people: what each does. */
export const specialAddresses = Object.entries(SPECIAL).map(([pattern, { does }]) => ({
  pattern,
  does,
}));

/** What is special about an address; undefined for most. */
export function findSpecial(to: string): Special | undefined {
  const address = to.toLowerCase();
  return Object.entries(SPECIAL).find(([pattern]) => address.includes(pattern))?.[1];
}
