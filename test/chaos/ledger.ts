export type Operation = "register" | "activate" | "new code" | "sign in" | "refresh" | "me";

/** One call of a client, and what it was told. Whatever was not answered may have happened, or not. */
export type Entry = {
  operation: Operation;
  email: string;
  /** Milliseconds since 1970: all processes of a run share the machine's clock. */
  calledAt: number;
  returnedAt: number;
  /** 0 when no answer came. */
  status: number;
  /** The `code` of a problem, or why no answer came. */
  problem: string | null;
  /** Which door it was asked at. */
  door: number;
  /** What was tried, and whether it was that of the newest mail. */
  code?: string;
  isRight?: boolean;
  /** Of whoever registered, or activated. */
  password?: string;
};

export type Ledger = {
  entries: readonly Entry[];
  note(entry: Entry): void;
  /** What must not be in any log. */
  secrets: Set<string>;
};

export function createLedger(): Ledger {
  const entries: Entry[] = [];
  return {
    entries,
    note: (entry) => void entries.push(entry),
    secrets: new Set(),
  };
}

/** How a call ended, for whoever looks at many. */
export type Outcome = "good" | "refused" | "unavailable" | "lost" | "fault";

export const OUTCOMES: readonly Outcome[] = ["good", "refused", "unavailable", "lost", "fault"];

export function outcomeOf({ status }: Pick<Entry, "status">): Outcome {
  if (status === 0) return "lost";
  if (status === 503) return "unavailable";
  if (status >= 500) return "fault";
  return status < 400 ? "good" : "refused";
}
