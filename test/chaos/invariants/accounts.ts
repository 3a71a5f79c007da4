import { codeIn } from "../../support/email-api.ts";
import type { Entry } from "../ledger.ts";
import { type Evidence, type MessageRow, few, groupBy } from "./evidence.ts";

/** A code is good for a minute from when the service knew that its mail was accepted, and a little for the way. */
const CODE_LIFE_MS = 60_050;

/** I1: whatever was accepted has its row and its message, and no row came from nowhere. */
export function findLostRegistrations({ entries, users, messages }: Evidence): string[] {
  const asked = new Set(of(entries, "register").map(({ email }) => email));
  const accepted = of(entries, "register").filter(({ status }) => status === 202);
  const haveRow = new Set(users.map(({ email }) => email));
  const haveMessage = new Set(messages.map(({ email }) => email));
  const lost = accepted.filter(({ email }) => !haveRow.has(email) || !haveMessage.has(email));
  const foreign = users.filter(({ email }) => !asked.has(email));
  return [
    ...tell("I1: accepted, and no row or no message", lost),
    ...tell("I1: a row that nobody asked for", foreign),
  ];
}

/** I4: nobody is active who did not type the code of a mail of his newest registration within its life, with its password. */
export function findWrongActivations(evidence: Evidence): string[] {
  const { entries, users, messages, mails } = evidence;
  const mailsOf = groupBy(mails, ({ messageId }) => messageId);
  const messagesOf = groupBy(messages, ({ email }) => email);
  const triesOf = groupBy(of(entries, "activate"), ({ email }) => email);
  const generationOf = countGenerations(evidence);
  const mayBe = findPasswords(evidence);
  const wrong = users.filter(({ email, status, generation }) => {
    if (status !== "active") return false;
    // Whoever was refused did nothing; whoever was not answered may have.
    const tries = (triesOf.get(email) ?? []).filter((each) => each.status < 400 || isUnsure(each));
    return !(messagesOf.get(email) ?? []).some((message) => {
      if (message.kind !== "activation_code" || generationOf(message) !== generation) return false;
      const knownAt = message.accepted_at?.getTime() ?? 0;
      return (mailsOf.get(message.id) ?? []).some((mail) =>
        tries.some(
          ({ code, calledAt, returnedAt, password }) =>
            code === codeIn(mail) &&
            returnedAt >= mail.acceptedAt &&
            calledAt <= Math.max(mail.acceptedAt, knownAt) + CODE_LIFE_MS &&
            mayBe(email, generation).has(password),
        ),
      );
    });
  });
  return tell("I4: active without a right code", wrong);
}

/** The messages of an address' registrations, the first one first: they were written together. */
function findRegistrations({
  messages,
  registrations,
  pseudonymOf,
}: Evidence): (email: string) => readonly MessageRow[] {
  const times = groupBy(registrations, (row) => row.address_pseudonym);
  const codes = groupBy(
    messages.filter(({ kind }) => kind === "activation_code"),
    ({ email }) => email,
  );
  return (email) => {
    const at = new Set((times.get(pseudonymOf(email)) ?? []).map((row) => row.at.getTime()));
    return (codes.get(email) ?? [])
      .filter((message) => at.has(message.requested_at.getTime()))
      .toSorted((a, b) => a.code_sequence - b.code_sequence);
  };
}

/** By how many registrations of its address a message came: each makes the ones before void. */
export function countGenerations(evidence: Evidence): (message: MessageRow) => number {
  const registrationsOf = findRegistrations(evidence);
  return ({ email, code_sequence: own }) =>
    registrationsOf(email).filter(({ code_sequence: other }) => other <= own).length;
}

/** What an address' n-th registration may have had as its password: several, when some were not answered. */
function findPasswords(
  evidence: Evidence,
): (email: string, generation: number) => ReadonlySet<string | undefined> {
  const registrationsOf = findRegistrations(evidence);
  const callsOf = groupBy(of(evidence.entries, "register"), ({ email }) => email);
  return (email, generation) => {
    const at = registrationsOf(email)[generation - 1]?.requested_at.getTime() ?? Number.NaN;
    const calls = (callsOf.get(email) ?? []).filter(
      (call) => call.calledAt <= at && (isUnsure(call) || at <= call.returnedAt),
    );
    return new Set(calls.map(({ password }) => password));
  };
}

/** I5: whoever was told that he is active is so, and became so once. */
export function findLostActivations({ entries, users }: Evidence): string[] {
  const byEmail = new Map(users.map((user) => [user.email, user]));
  const told = of(entries, "activate").filter(({ status }) => status === 200);
  const lost = told.filter(({ email }) => byEmail.get(email)?.status !== "active");
  const active = users.filter(({ status }) => status === "active");
  return [
    ...tell("I5: told that he is active, and is not", lost),
    ...tell(
      "I5: not activated exactly once",
      active.filter(({ activations }) => activations !== 1),
    ),
  ];
}

/** I7: there are no more sessions than sign-ins that may have been. */
export function findForeignSessions({ entries, users }: Evidence): string[] {
  const signIns = groupBy(of(entries, "sign in"), ({ email }) => email);
  const possible = (email: string): number =>
    (signIns.get(email) ?? []).filter((each) => each.status < 400 || isUnsure(each)).length;
  return tell(
    "I7: more sessions than sign-ins",
    users.filter(({ email, sessions }) => sessions > possible(email)),
  );
}

/** No answer says that it is our fault, none of a newest code that was typed in time that it is wrong, and no fresh token is refused. */
export function findFaults({ entries, mails }: Evidence): string[] {
  const faults = entries.filter(({ status }) => status >= 500 && status !== 503);
  const mailsTo = groupBy(mails, ({ to }) => to);
  const mistaken = of(entries, "activate").filter(({ isRight, problem, email, code, calledAt }) => {
    if (isRight !== true || problem !== "code_incorrect") return false;
    const all = mailsTo.get(email) ?? [];
    // A newer one may have been on its way already.
    return (
      all.length === 1 &&
      all[0]?.acceptedAt !== undefined &&
      all[0].acceptedAt < calledAt &&
      codeIn(all[0]) === code
    );
  });
  return [
    ...(faults.length > 0
      ? [`a fault: ${few(faults.map(({ operation, status }) => `${operation} ${status}`))}`]
      : []),
    ...tell("a right code was called wrong", mistaken),
    ...tell("a token was refused that was just made", findRefusedTokens(entries)),
  ];
}

/** Not of somebody one of whose refreshes was not answered: one that comes late is a used token that is shown again, and ends his session. */
function findRefusedTokens(entries: readonly Entry[]): Entry[] {
  const unsure = new Set(
    of(entries, "refresh")
      .filter(isUnsure)
      .map(({ email }) => email),
  );
  return of(entries, "me").filter(({ status, email }) => status === 401 && !unsure.has(email));
}

/** Whether it may have happened all the same. */
const isUnsure = ({ status }: Entry): boolean => status === 0 || status >= 500;

const of = (entries: readonly Entry[], operation: Entry["operation"]): Entry[] =>
  entries.filter((entry) => entry.operation === operation);

const tell = (what: string, found: readonly { email: string }[]): string[] =>
  found.length === 0 ? [] : [`${what}: ${few(found.map(({ email }) => email))}`];
