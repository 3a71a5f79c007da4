import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, test } from "vitest";
import { LEAD_MS } from "../../src/tokens/key-life.ts";
import { parseKeySet, writeKeySet } from "../../src/tokens/key-set.ts";
import { writeSecret } from "../../src/secret-file.ts";
import { json } from "../support/answer.ts";
import { type Person, activate, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { partsOf } from "../support/forge.ts";
import { newKeyFile } from "../support/key-file.ts";
import {
  type MailMock,
  RUNTIMES,
  type Runtime,
  type RunningProcess,
  clientOf,
  launchService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { type Tokens, getMeAs, openSession, refresh } from "../support/session.ts";

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

async function keys(runtime: Runtime, action: string, file: string): Promise<string> {
  await using command = launchService(runtime, { SIGNING_KEYS_FILE: file }, "keys", action);
  if ((await command.exited) !== 0) throw new Error(command.lines.join("\n"));
  return command.lines.join("\n");
}

async function newActive(client: ReturnType<typeof clientOf>): Promise<Person> {
  const person = newPerson();
  await register(client, person);
  const code = codeIn(await mock.mailTo(person.email));
  const activated = await activate(client, person, code);
  if (activated.status !== 200) throw new Error(`activation answered ${activated.status}`);
  return person;
}

const kidOf = ({ access_token }: Tokens): unknown => partsOf(access_token).header["kid"];

test(
  "under load, an instance on each runtime takes a rotation up, and no token is refused",
  { timeout: 90_000 },
  async ({ expect }) => {
    await using place = await newKeyFile();
    const { file } = place;
    await keys("node", "rotate", file);
    const environment = {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: mock.url,
      EMAIL_API_KEY: "email-mock-key",
      SECRET_KEY: randomUUID() + randomUUID(),
      SIGNING_KEYS_FILE: file,
      // One issuer: the same address for the world.
      PUBLIC_URL: "http://id.shop.test",
      LIMITS: "off",
      SESSIONS_MAX: "1000",
    };
    const start = (runtime: Runtime): Promise<RunningProcess> =>
      startServiceProcess(runtime, environment);
    const [node, bun] = await Promise.all([start("node"), start("bun")]);
    await using onNode = node;
    await using onBun = bun;
    const clients = [onNode, onBun].map(clientOf);
    const [first, second] = clients;
    if (!first || !second) throw new Error("no clients");
    const person = await newActive(first);

    const over = new AbortController();
    let checked = 0;
    const refused: string[] = [];
    const kids = new Set<unknown>();
    /** Somebody who renews here, and shows each token there and here. */
    async function goOn([here, there]: readonly (typeof first)[]): Promise<void> {
      if (!here || !there) return;
      let tokens = await openSession(here, person);
      while (!over.signal.aborted) {
        kids.add(kidOf(tokens));
        for (const client of [there, here]) {
          const { status } = await getMeAs(client, tokens);
          checked++;
          if (status !== 200) refused.push(`${status} for ${String(kidOf(tokens))}`);
        }
        tokens = await json(refresh(here, tokens));
      }
    }
    const load = Promise.all(
      [clients, clients.toReversed(), clients, clients.toReversed()].map(goOn),
    );
    const published = async (client: typeof first): Promise<string[]> => {
      const { keys: jwks } = await json(client.request("/.well-known/jwks.json"));
      return jwks.map(({ kid }: { kid: string }) => kid);
    };
    const [before] = await published(first);
    await keys("bun", "rotate", file);
    for (const client of clients) await expect.poll(() => published(client)).toHaveLength(2);
    // Ten minutes later, as far as the keys are concerned: each was made eleven minutes earlier.
    const { keys: made } = parseKeySet(await readFile(file, "utf8"));
    const earlier = made.map((key) => ({
      ...key,
      createdAtMs: key.createdAtMs - LEAD_MS - 60_000,
    }));
    writeSecret(file, writeKeySet(earlier));
    const next = made[1]?.kid ?? "";
    for (const client of clients)
      await expect.poll(async () => kidOf(await openSession(client, person))).toBe(next);
    await expect.poll(() => kids.has(next) && checked > 100).toBe(true);
    over.abort();
    await load;
    expect(refused).toEqual([]);
    expect([...kids]).toEqual([before, next]);
    expect(await keys("node", "list", file)).toMatch(
      new RegExp(`^${before} .* signed, good until .*\n${next} .* signs$`),
    );
  },
);

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("a broken file ends the start with what is wrong with it", async ({ expect }) => {
    await using broken = await newKeyFile();
    await keys(runtime, "rotate", broken.file);
    const { keys: made } = parseKeySet(await readFile(broken.file, "utf8"));
    const secret = made[0]?.d ?? "";
    writeSecret(broken.file, (await readFile(broken.file, "utf8")).replace('"OKP"', '"RSA"'));
    await using service = launchService(runtime, {
      NODE_ENV: "test",
      DATABASE_URL: await createDatabase(),
      REDIS_URL: "redis://127.0.0.1:1",
      EMAIL_API_URL: mock.url,
      SIGNING_KEYS_FILE: broken.file,
      LOG_LEVEL: "silent",
    });
    expect(await service.exited).toBe(1);
    const output = service.lines.join("\n");
    expect(output).toContain("SIGNING_KEYS_FILE: keys.0.kty: ");
    expect(output).not.toContain(secret);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
