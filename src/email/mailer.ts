import type { Quota } from "../domain/quota.ts";
import type { Delivery } from "../outbound/delivery.ts";
import { type Gate, type GateState, createGate } from "../outbound/gate.ts";
import type { OutgoingMail, Provider } from "./provider.ts";

/** What became of handing one mail over to whichever provider took it. */
export type Handover =
  | { kind: "accepted"; provider: string }
  | { kind: "rejected"; provider: string; reason: string }
  /** Nobody was asked, because each wants a pause, is used up, or does not answer. */
  | { kind: "deferred"; reason: string; afterMs: number; isUnclear: boolean }
  /** Nobody took it yet. Unclear: the last one asked may have. */
  | { kind: "retry"; reason: string; afterMs: number; isUnclear: boolean }
  /** Nobody is to get it any more. */
  | { kind: "abandoned"; reason: string };

export type HandoverOptions = {
  /** Makes the mail, once, when a provider can be asked; null when it is not wanted any more. */
  compose(): Promise<OutgoingMail | null>;
  /** A person waits for it: the next provider is asked soon, and the reserve of a quota is open to it. */
  isUrgent: boolean;
  /** Who may have accepted it already: he is asked first, because he knows the message's id. */
  first: string | null;
  /** Notes that a provider will be asked, before he is. False when the mail is not ours any more. */
  begin(provider: string): Promise<boolean>;
};

export type ProviderStanding = {
  name: string;
  state: GateState;
  /** Milliseconds until it may be asked again; 0 when it may be now. */
  waitMs: number;
  quota: Quota | null;
  /** The last answer that was no acceptance, in our words; null when it accepted since. */
  problem: string | null;
  lastAcceptedAt: Date | null;
};

export type Mailer = {
  /** Milliseconds until some provider may be asked; 0 when one may be now. */
  waitMs(): number;
  /** Asks the providers in order until one takes the mail. Throws UnavailableError when Redis is away. */
  handOver(options: HandoverOptions): Promise<Handover>;
  /** The longest that handOver takes. */
  longestMs: number;
  /** How the providers stand, as this process sees them. */
  standings(): ProviderStanding[];
  close(): void;
};

/** Takes one mail out of a provider's quota. The wait is 0 when there was room; else nothing was taken. */
export type TakeQuota = (
  provider: Provider,
  isUrgent: boolean,
) => Promise<{ waitMs: number; giveBack(): Promise<void> }>;

type MailerOptions = {
  providers: readonly Provider[];
  timeoutMs: number;
  /** How long an urgent mail waits for an answer when there is another provider to ask. */
  failoverAfterMs: number;
  takeQuota: TakeQuota;
  observe(provider: string, result: Delivery["kind"], durationMs: number): void;
  onChange(provider: string, state: GateState, problem: string | null): void;
};

type Known = {
  provider: Provider;
  gate: Gate;
  /** Until when its quota is used up, as far as is known. */
  usedUpUntilMs: number;
  problem: string | null;
  lastAcceptedAt: Date | null;
};

const FAILURES_MAX = 5;
/** Of a provider that takes some mails there is more to hope for than of none. */
const FAILURES_MAX_ALONE = 20;

/** The ordered providers behind their gates. Everything it knows of them is this process' own. */
export function createMailer(options: MailerOptions): Mailer {
  const { timeoutMs, failoverAfterMs, takeQuota, observe, onChange } = options;
  const isAlone = options.providers.length === 1;
  const failuresMax = isAlone ? FAILURES_MAX_ALONE : FAILURES_MAX;
  const all = options.providers.map((provider): Known => {
    const known: Known = {
      provider,
      gate: createGate(failuresMax, (state) => onChange(provider.name, state, known.problem)),
      usedUpUntilMs: 0,
      problem: null,
      lastAcceptedAt: null,
    };
    return known;
  });

  async function ask(known: Known, mail: OutgoingMail, deadlineMs: number): Promise<Delivery> {
    const startedAt = performance.now();
    const delivery = await known.provider.send(mail, AbortSignal.timeout(deadlineMs));
    observe(known.provider.name, delivery.kind, performance.now() - startedAt);
    if (delivery.kind === "accepted") known.lastAcceptedAt = new Date();
    // A refused address says nothing about the provider.
    if (delivery.kind !== "rejected")
      known.problem = delivery.kind === "accepted" ? null : delivery.reason;
    return delivery;
  }

  async function handOver(given: HandoverOptions): Promise<Handover> {
    const order = all.toSorted(
      (a, b) => Number(b.provider.name === given.first) - Number(a.provider.name === given.first),
    );
    const waits: number[] = [];
    const reasons: string[] = [];
    let isUnclear = given.first !== null;
    let mail: OutgoingMail | null = null;
    for (const [i, known] of order.entries()) {
      const { gate, provider } = known;
      using place = gate.enter();
      if (!place) {
        waits.push(gate.waitMs());
        continue;
      }
      const taken = await takeQuota(provider, given.isUrgent);
      if (taken.waitMs > 0) {
        known.usedUpUntilMs = Date.now() + taken.waitMs;
        waits.push(taken.waitMs);
        reasons.push(`${provider.name}: its quota is used up`);
        continue;
      }
      let hasBegun = false;
      try {
        mail ??= await given.compose();
        hasBegun = mail !== null && (await given.begin(provider.name));
      } finally {
        if (!hasBegun) await taken.giveBack();
      }
      if (!mail || !hasBegun)
        return { kind: "abandoned", reason: mail ? "settled meanwhile" : "not wanted any more" };
      const composed = mail;
      const hasNext = order.slice(i + 1).some(mayBeAsked);
      const deadlineMs =
        given.isUrgent && hasNext ? Math.min(failoverAfterMs, timeoutMs) : timeoutMs;
      const delivery = await place.ask(() => ask(known, composed, deadlineMs));
      if (delivery.kind === "accepted") return { kind: "accepted", provider: provider.name };
      isUnclear = delivery.kind === "retry" && delivery.isUnclear === true;
      if (!isUnclear) await taken.giveBack();
      if (delivery.kind === "rejected") return { ...delivery, provider: provider.name };
      waits.push(gate.waitMs());
      reasons.push(`${provider.name}: ${delivery.reason}`);
    }
    return {
      kind: mail ? "retry" : "deferred",
      reason: reasons.join("; ") || "no provider may be asked yet",
      afterMs: Math.min(...waits),
      isUnclear,
    };
  }

  return {
    waitMs: () => Math.min(...all.map(({ gate }) => gate.waitMs())),
    handOver,
    longestMs: timeoutMs * all.length,
    standings: () =>
      all.map(({ provider, gate, problem, lastAcceptedAt }) => ({
        name: provider.name,
        state: gate.state(),
        waitMs: gate.waitMs(),
        quota: provider.quota,
        problem,
        lastAcceptedAt,
      })),
    close: () => {
      for (const { provider } of all) provider.close();
    },
  };
}

/** Whether the next one would take a mail, as far as is known: what it is not asked for stays with the one before it. */
const mayBeAsked = ({ gate, usedUpUntilMs }: Known): boolean =>
  gate.waitMs() === 0 && usedUpUntilMs <= Date.now();
