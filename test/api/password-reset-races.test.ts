import { afterAll, beforeAll, test } from "vitest";
import { digestToken } from "../../src/domain/link-token.ts";
import { attempt } from "../../src/postgres/pool.ts";
import { json } from "../support/answer.ts";
import { confirmReset, newToken } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000" });
});
afterAll(() => service[Symbol.asyncDispose]());

const PARALLEL = 100;

/** Uses tokens all at once, each with a password of its own; the statuses, and the passwords that were told to be set. */
async function useAll(tokens: string[]): Promise<{ statuses: number[]; set: string[] }> {
  const passwords = tokens.map((_, i) => `password number ${i}`);
  const answers = await Promise.all(
    tokens.map((token, i) => confirmReset(service, token, passwords[i])),
  );
  const statuses = answers.map(({ status }) => status);
  return { statuses, set: passwords.filter((_, i) => statuses[i] === 204) };
}

test.for([1, 2, 3])(
  "100 parallel uses of one token: one success, whose password is the account's (round %i)",
  async (_, { expect }) => {
    const person = await newActivePerson(service);
    const token = await newToken(service, person);
    const { statuses, set } = await useAll(Array.from({ length: PARALLEL }, () => token));
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 410)).toHaveLength(PARALLEL - 1);
    const [password = ""] = set;
    expect((await signIn(service, { ...person, password })).status).toBe(201);
    const { rows } = await service.resources.pool.query(
      `select count(*)::integer from audit_entries a join users u on u.id = a.account_id
       where u.email = $1 and a.action = 'password.reset'`,
      [person.email],
    );
    expect(rows).toEqual([{ count: 1 }]);
  },
);

test("a token that is read before it is deleted is good more than once in the same burst (control)", async ({
  expect,
}) => {
  const { pool } = service.resources;
  const digest = digestToken(await newToken(service, await newActivePerson(service)));
  const where = "from password_resets where token_digest = $1";
  const uses = await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      const { rowCount } = await attempt(() => pool.query(`select 1 ${where}`, [digest]));
      if (rowCount === 1) await attempt(() => pool.query(`delete ${where}`, [digest]));
      return rowCount === 1;
    }),
  );
  expect(uses.filter(Boolean).length).toBeGreaterThan(1);
});

test("parallel uses of different tokens of one account: one success, and nobody is told to come again", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const tokens: string[] = [];
  for (let mail = 0; mail < 8; mail++) tokens.push(await newToken(service, person));
  const { statuses, set } = await useAll([...tokens, ...tokens, ...tokens]);
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => status === 410)).toHaveLength(23);
  const [password = ""] = set;
  expect((await signIn(service, { ...person, password })).status).toBe(201);
});

test("a password that is changed while a token is used is the one that stays", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const { pool, hasher } = service.resources;
  const hash = hasher.hash.bind(hasher);
  // Between the look at the token and its use.
  hasher.hash = async (password) => {
    const made = await hash(password);
    await pool.query(
      "update users set password_hash = $2, generation = generation + 1 where email = $1",
      [person.email, await hash("the owner's own choice")],
    );
    return made;
  };
  const answer = await confirmReset(service, token, "another password");
  hasher.hash = hash;
  expect(await json(answer)).toMatchObject({ code: "link_expired" });
  expect((await signIn(service, { ...person, password: "the owner's own choice" })).status).toBe(
    201,
  );
});
