import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { digestCode } from "../../src/domain/one-time-code.ts";
import {
  type Person,
  activate,
  codeKeyOf,
  getMe,
  newPerson,
  register,
  registerNew,
} from "../support/client.ts";
import { changeCodeRecord, readCodeRecord } from "../support/code-record.ts";
import { codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

describe("a dump of Redis", () => {
  const ALL_CODES = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0"));
  const PREFIXES = (person: Person): string[] => ["", person.email, `${person.email}:`];
  const ENCODINGS = ["hex", "base64", "base64url"] as const;
  const KEPT_BYTES = 16;

  /** Every digest an attacker could compute of a code without our key. */
  function guessable(person: Person): Set<string> {
    const digests = new Set(ALL_CODES);
    for (const algorithm of ["md5", "sha1", "sha256"])
      for (const prefix of PREFIXES(person))
        for (const code of ALL_CODES) {
          const digest = createHash(algorithm)
            .update(prefix + code)
            .digest();
          for (const bytes of [digest, digest.subarray(0, KEPT_BYTES)])
            for (const encoding of ENCODINGS) digests.add(bytes.toString(encoding));
        }
    return digests;
  }

  test("gives no code away: none of its values is a digest that can be computed", async ({
    expect,
  }) => {
    const { person, code } = await registerNew(service);
    const record = await readCodeRecord(service.resources.redis, codeKeyOf(service, person));
    const values = Object.values(record ?? {}).map(String);
    const known = guessable(person);
    // Whoever stores the code or an unkeyed digest of it is found (control).
    expect(known.has(code)).toBe(true);
    expect(known.has(createHash("sha256").update(code).digest("hex"))).toBe(true);
    expect(values.filter((value) => value.length >= 4 && known.has(value))).toEqual([]);
    const { codeDigest } = service.resources.keys;
    const { rows } = await service.resources.pool.query("select id from users where email = $1", [
      person.email,
    ]);
    const binding = { purpose: "activation", accountId: rows[0].id, generation: 1 } as const;
    const digest = Buffer.from(digestCode(codeDigest, binding, code), "base64url");
    expect(values).toContain(digest.toString("hex", 0, KEPT_BYTES));
  });

  test("with an older code's digest in place of the live one helps nobody", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    const other = await registerNew(service);
    const { redis } = service.resources;
    const { digest = "" } = (await readCodeRecord(redis, codeKeyOf(service, other.person))) ?? {};
    await changeCodeRecord(redis, codeKeyOf(service, person), { digest });
    const changed = await readCodeRecord(redis, codeKeyOf(service, person));
    expect(changed).toMatchObject({ digest: expect.stringMatching(/^[\da-f]{32}$/) });
    expect(changed?.digest).toBe(digest);
    expect((await activate(service, person, other.code)).status).toBe(400);
    expect((await activate(service, person, code)).status).toBe(400);
  });
});

describe("somebody who registered another's address first", () => {
  type Step = "attacker registers" | "owner registers" | "owner activates" | "attacker activates";
  const STEPS: Step[] = [
    "attacker registers",
    "owner registers",
    "owner activates",
    "attacker activates",
  ];
  const permute = (steps: Step[]): Step[][] =>
    steps.length < 2
      ? [steps]
      : steps.flatMap((step, i) =>
          permute(steps.toSpliced(i, 1)).map((others) => [step].concat(others)),
        );

  test.for(permute(STEPS).map((steps) => [steps.join(", "), steps] as const))(
    "never signs in afterwards: %s",
    async ([, steps], { expect }) => {
      const owner = newPerson();
      const attacker = { ...newPerson(), email: owner.email };
      let mails = 0;
      let newestBy: Person | null = null;
      let activatedBy: Person | null = null;
      const canSignIn = async (person: Person): Promise<boolean> =>
        (await getMe(service, person)).status === 200;

      const doRegister = async (person: Person): Promise<void> => {
        expect((await register(service, person)).status).toBe(202);
        mails++;
        if (!activatedBy) newestBy = person;
        await service.email.mailTo(owner.email, mails);
      };
      // Each types the newest code there is, as if the attacker could read the owner's mail.
      const doActivate = async (person: Person): Promise<void> => {
        const mail = mails > 0 ? await service.email.mailTo(owner.email, mails) : null;
        const code = mail && /^\d{4}$/m.test(mail.text) ? codeIn(mail) : "0000";
        const { status } = await activate(service, person, code);
        const isFirst = newestBy === person && !activatedBy;
        expect(status === 200).toBe(isFirst);
        if (status === 200) activatedBy = person;
      };
      for (const step of steps) {
        const person = step.startsWith("owner") ? owner : attacker;
        await (step.endsWith("registers") ? doRegister(person) : doActivate(person));
      }
      const winner = activatedBy ?? newestBy;
      expect(await canSignIn(owner)).toBe(winner === owner);
      expect(await canSignIn(attacker)).toBe(winner === attacker);
    },
  );
});
