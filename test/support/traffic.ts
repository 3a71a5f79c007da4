import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export const DAY_START_MS = Date.UTC(2026, 0, 31);
const [SECOND_MS, HOUR_MS, DAY_MS] = [1000, 3_600_000, 86_400_000];

/** What was enforced while the traffic of a recorded day came. */
export const SETTINGS = {
  type: "settings",
  at: new Date(DAY_START_MS).toISOString(),
  policies: {
    "register.ip": { quota: "20/1h", mode: "enforce" },
    "send.hour": { quota: "5/1h", mode: "enforce" },
    "send.day": { quota: "10/1d", mode: "enforce" },
    "activate.ip": { quota: "30/1m", mode: "enforce" },
    "activate.address": { quota: "10/1m", mode: "enforce" },
    "resend.ip": { quota: "20/1h", mode: "shadow" },
    "account.ip": { quota: "120/1m", mode: "off" },
  },
  guess: { digits: 4, budget: 10, triesPerCode: 5, longDigits: 8, breakerPerDay: 100 },
};

const ROUTES = {
  "POST /users": { policies: ["register.ip", "send.hour", "send.day"], sendsMail: true },
  "POST /auth/activate": { policies: ["activate.ip", "activate.address"], sendsMail: false },
} as const;

type Request = {
  timeMs: number;
  route: keyof typeof ROUTES;
  ip: string;
  subject: string;
  outcome: "activated" | "not_activated";
  /** The policy that refused it when it was recorded. */
  refusedBy?: string;
};

/** People with networks of their own; every tenth mistypes the code once. */
function* people(count: number): Generator<Request> {
  for (let i = 0; i < count; i++) {
    const timeMs = DAY_START_MS + Math.floor((i * (DAY_MS - 60_000)) / count);
    const person = { ip: `home-${i}`, subject: `person-${i}`, outcome: "activated" } as const;
    yield { timeMs, route: "POST /users", ...person };
    if (i % 10 === 0)
      yield { timeMs: timeMs + 12 * SECOND_MS, route: "POST /auth/activate", ...person };
    yield { timeMs: timeMs + 20 * SECOND_MS, route: "POST /auth/activate", ...person };
  }
}

/** 20 pupils sign up at home, and all activate from one network within half a minute. */
function* school(): Generator<Request> {
  for (let i = 0; i < 20; i++) {
    const timeMs = DAY_START_MS + 9 * HOUR_MS + i * 1500;
    const pupil = { subject: `pupil-${i}`, outcome: "activated" } as const;
    yield { timeMs: timeMs - 60_000, route: "POST /users", ip: `pupil-home-${i}`, ...pupil };
    yield { timeMs, route: "POST /auth/activate", ip: "school", ...pupil };
  }
}

type Attack = { name: string; hour: number; everyMs: number } & Pick<Request, "route"> & {
    subjectOf(i: number): string;
    /** Of 100 requests, how many the enforced quotas let through, and which of them ended it. */
    passed: number;
    refusedBy: string;
  };

const ATTACKS: Attack[] = [
  // One guess at each of 100 addresses within half a minute, three times a day.
  ...[3, 4, 5].map((hour): Attack => ({
    name: "sprayer",
    hour,
    everyMs: 300,
    route: "POST /auth/activate",
    subjectOf: (i) => `sprayed-${i}`,
    passed: 30,
    refusedBy: "activate.ip",
  })),
  {
    name: "hammerer",
    hour: 13,
    everyMs: 300,
    route: "POST /auth/activate",
    subjectOf: () => "hammered",
    passed: 10,
    refusedBy: "activate.address",
  },
  {
    name: "flooder",
    hour: 20,
    everyMs: 15 * SECOND_MS,
    route: "POST /users",
    subjectOf: (i) => `flooded-${i}`,
    passed: 20,
    refusedBy: "register.ip",
  },
];

const attackers = (): Request[] =>
  ATTACKS.flatMap(({ name, hour, everyMs, route, subjectOf, passed, refusedBy }) =>
    Array.from({ length: 100 }, (_, i): Request => ({
      timeMs: DAY_START_MS + hour * HOUR_MS + i * everyMs,
      route,
      ip: name,
      subject: subjectOf(i),
      outcome: "not_activated",
      ...(i < passed ? {} : { refusedBy }),
    })),
  );

/** A day of traffic as it is recorded, line by line: people, a school and three attackers. */
export function* recordedDay(peopleCount: number): Generator<string> {
  yield JSON.stringify(SETTINGS);
  const requests = [...people(peopleCount), ...school(), ...attackers()];
  requests.sort((a, b) => a.timeMs - b.timeMs);
  for (const [number, { timeMs, route, ip, subject, outcome, refusedBy }] of requests.entries())
    for (const policy of ROUTES[route].policies)
      yield JSON.stringify({
        type: "decision",
        time: timeMs,
        request: `01j${number.toString(36).padStart(13, "0")}`,
        route,
        policy,
        key: pseudonym(keyOf(policy, ip, subject)),
        cost: 1,
        decision: policy === refusedBy ? "refused" : "allowed",
        subject: pseudonym(subject),
        sends_mail: ROUTES[route].sendsMail,
        outcome,
      });
}

function keyOf(policy: string, ip: string, subject: string): string {
  if (policy.endsWith(".ip")) return ip;
  return policy.endsWith(".address") ? `${ip} ${subject}` : subject;
}

/** As long as the digests that stand in a real record. */
const pseudonym = (name: string): string => Buffer.from(name).toString("base64url").padEnd(43, "A");

/** Writes lines to a file, each with its end. */
export const writeLines = (path: string, lines: Iterable<string>): Promise<void> =>
  pipeline(Readable.from(inPieces(lines)), createWriteStream(path));

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < 1 << 16) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
