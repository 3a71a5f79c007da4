import { basic } from "../../support/client.ts";
import { codeIn } from "../../support/email-api.ts";
import { type Random, createRandom } from "../../support/random.ts";
import { type AccountStep, accountModel } from "../account-model.ts";
import { gatherEvidence } from "../judge.ts";
import { countGenerations } from "../invariants/accounts.ts";
import { expectSome } from "../expectations.ts";
import { type Step, isLinearizable } from "../linearizable.ts";
import type { Mail } from "../mails.ts";
import type { World } from "../world.ts";
import type { Run } from "./run.ts";

const CLIENTS = 3;
const STEPS = 6;
const AT_ONCE = 12;
/** Of those who want to activate: the others do not wait for a mail before they try. */
const PATIENT_CHANCE = 0.7;
const PATIENCE_MS = 500;
const PASSWORDS = ["pw-of-ann-1234567890", "pw-of-bob-0987654321"];

/** A step whose code stands for itself until it is known which generation its mail was of. */
type Noted = Step<AccountStep & { messageId?: string }, number>;

/**
 * F15: three clients do what they like with one address at once, again and again at others. Whatever they were answered
 * could have been answered to one request at a time.
 */
export const histories: Run = {
  title: "F15 everything at once, as if one after the other",
  options: { environment: { LIMITS: "off", HASH_MEMORY_KIB: "64" } },
  async drive(world, tier) {
    const count = tier === "full" ? 1000 : 40;
    const noted = new Map<string, Noted[]>();
    const numbers = Array.from({ length: count }, (_, i) => i).values();
    const seed = world.random.integer(2 ** 31);
    const oneAfterTheOther = async (): Promise<void> => {
      for (const number of numbers) {
        const email = `h${seed}-${number}@example.com`;
        const steps: Noted[] = [];
        noted.set(email, steps);
        // Each draws for himself: who comes first is for the machine to say.
        const randoms = Array.from({ length: CLIENTS }, (_, i) =>
          createRandom(seed + number * CLIENTS + i),
        );
        await Promise.all(randoms.map((random) => goOn(world, email, random, steps)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther));
    await judgeHistories(world, noted);
  },
};

async function goOn(world: World, email: string, random: Random, steps: Noted[]): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    const password = random.pick(PASSWORDS);
    const kind = random.pick(["register", "activate", "activate", "sign in"] as const);
    if (kind === "activate" && random.chance(PATIENT_CHANCE))
      await world.mails.moreThan(0, email, AbortSignal.timeout(PATIENCE_MS));
    const mail = kind === "activate" ? newestCode(world, email) : undefined;
    const calledAt = performance.now();
    const { status } = await ask(world, kind, { email, password }, mail && codeIn(mail));
    const asked =
      kind === "activate"
        ? { kind, password, generation: 0, ...(mail ? { messageId: mail.messageId } : {}) }
        : { kind, password };
    steps.push({ asked, answered: status, calledAt, returnedAt: performance.now() });
  }
}

/** Not what tells the owner of an active account that somebody registered his address. */
const newestCode = ({ mails }: World, email: string): Mail | undefined =>
  mails.accepted.findLast(({ to, text }) => to === email && /^\d{4,}$/m.test(text));

function ask(
  { client, ledger }: World,
  operation: AccountStep["kind"],
  person: { email: string; password: string },
  code = "0000",
): Promise<{ status: number }> {
  const { email } = person;
  ledger.secrets.add(person.password).add(basic(person).slice("Basic ".length));
  if (operation === "activate")
    return client.ask({
      operation,
      email,
      method: "POST",
      path: "/auth/activate",
      headers: { authorization: basic(person) },
      body: { code },
      code,
      isRight: false,
      password: person.password,
    });
  const path = operation === "register" ? "/users" : "/sessions";
  const { password } = person;
  return client.ask({ operation, email, method: "POST", path, body: person, password });
}

async function judgeHistories(world: World, noted: ReadonlyMap<string, Noted[]>): Promise<void> {
  const evidence = await gatherEvidence(world);
  const generationOf = countGenerations(evidence);
  const generations = new Map(
    evidence.messages.map((message) => [message.id, generationOf(message)]),
  );
  let checked = 0;
  for (const [email, steps] of noted) {
    const known = steps.map(({ asked, answered, calledAt, returnedAt }) => ({
      asked: withGeneration(asked, generations),
      answered,
      calledAt,
      returnedAt,
    }));
    if (isLinearizable(accountModel, known)) checked++;
    else world.breaches.push(`F15: no order explains ${email}: ${JSON.stringify(known)}`);
  }
  world.print(`${checked} of ${noted.size} histories have an order`);
  const all = [...noted.values()].flat();
  for (const [kind, status] of [
    ["activate", 200],
    ["sign in", 201],
  ] as const) {
    const done = all.filter(({ asked, answered }) => asked.kind === kind && answered === status);
    expectSome(world, `${kind} that was done`, done.length);
  }
}

const withGeneration = (
  asked: Noted["asked"],
  generations: ReadonlyMap<string, number>,
): AccountStep =>
  asked.kind === "activate"
    ? { ...asked, generation: generations.get(asked.messageId ?? "") ?? 0 }
    : asked;
