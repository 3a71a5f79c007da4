import { describe, test } from "vitest";
import { type AppResources, createApps } from "../../src/app.ts";
import {
  type Person,
  basic,
  newPerson,
  postJson,
  registerNew,
  wrongCode,
} from "../support/client.ts";
import { everyCredential, readOperations } from "../support/operations.ts";
import { type TestService, startService } from "../support/service.ts";

const operations = await readOperations();
const CANARY = "canary-of-db.shop.test:5432";

/** A part of the service whose every function fails, as none is meant to: with an error that is no refusal. */
function breakPart<Broken extends object>(part: Broken, fail: () => unknown): Broken {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" && typeof name === "string" ? fail : value;
    },
  });
}

const throwing = (): never => {
  throw new Error(`select from ${CANARY}`);
};
const rejecting = async (): Promise<never> => throwing();

type Part = keyof AppResources;
const PARTS: [Part, () => unknown][] = [
  ...(
    [
      "pool",
      "codes",
      "otpCodes",
      "limiter",
      "breaker",
      "accessTokens",
      "identityProofs",
      "passwordPolicy",
      "wrongCodes",
    ] as const
  ).map((part): [Part, () => unknown] => [part, rejecting]),
  ...(["hasher", "credentialCache", "events", "journal", "signingKeys"] as const).map(
    (part): [Part, () => unknown] => [part, throwing],
  ),
];

type Asked = { name: string; path: string; init: RequestInit };

/** Every operation of the API document, each with what it takes and whom it is for. */
function everyOperation(credentials: Record<string, string>): Asked[] {
  return operations.map(({ name, method, path, headers: given, body, security }) => {
    const headers = new Headers(given);
    const authorization = credentials[security[0] ?? ""];
    if (authorization !== undefined) headers.set("authorization", authorization);
    if (body) headers.set("content-type", body.type);
    const text =
      body?.type === "application/json"
        ? JSON.stringify(body.example)
        : new URLSearchParams(body?.example as Record<string, string>).toString();
    return { name, path, init: { method, headers, ...(body && { body: text }) } };
  });
}

/** What examples do not get to: an address that is new, and a code that is there, wrong and right. */
function wayIn({ person, code }: { person: Person; code: string }): Asked[] {
  const activation = (name: string, given: string): Asked => ({
    name,
    path: "/auth/activate",
    init: postJson({ code: given }, { authorization: basic(person) }),
  });
  return [
    { name: "a registration", path: "/users", init: postJson(newPerson()) },
    activation("a wrong code", wrongCode(code)),
    activation("a right code", code),
  ];
}

type Answer = { name: string; status: number; text: string };

/** Asks a service of which a part is broken; only the answers to what that part was needed for. */
async function askBroken(
  service: TestService,
  asked: Asked[],
  [part, fail]: [Part, () => unknown],
): Promise<Answer[]> {
  let isTouched = false;
  const failing = (): unknown => {
    isTouched = true;
    return fail();
  };
  const broken = breakPart(service.resources[part] as object, failing);
  const { app } = createApps({ ...service.resources, [part]: broken });
  const answers: Answer[] = [];
  for (const { name, path, init } of asked) {
    isTouched = false;
    const peer = { peerAddress: "198.18.0.7", hostCount: 1, headerBytes: 0 };
    const response = await app.request(path, init, peer);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    // It ends when its reader goes, and not before.
    if (isStream) await response.body?.cancel();
    const text = isStream ? "" : await response.text();
    if (isTouched) answers.push({ name, status: response.status, text });
  }
  return answers;
}

describe("a fault of ours is answered as one, tells an id and nothing else, and lets nobody in:", () => {
  test.for(PARTS)("of %s", async (broken, { expect }) => {
    await using service = await startService({ CREDENTIAL_CACHE: "off" });
    const asked = [
      ...everyOperation(await everyCredential(service)),
      ...wayIn(await registerNew(service)),
    ];
    const answers = await askBroken(service, asked, broken);
    // Not void: the part was needed (control).
    expect(answers.length).toBeGreaterThan(0);
    for (const { name, status, text } of answers) {
      const problem = JSON.parse(text) as Record<string, unknown>;
      if (name === "get /health/ready") expect([name, status]).toEqual([name, 503]);
      else expect([name, status]).toEqual([name, 500]);
      expect(text).not.toContain(CANARY);
      if (status === 500 && "type" in problem)
        expect([name, Object.keys(problem).toSorted()]).toEqual([
          name,
          ["code", "request_id", "status", "title", "type"],
        ]);
    }
    // It is in the log, where operators look for it.
    expect(service.logLines.some((line) => line.includes(CANARY))).toBe(true);
  });
});
