import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, test } from "vitest";
import { createIdentityProofs } from "../../src/tokens/identity-proofs.ts";
import { keyOfSeed, writeKeySet } from "../../src/tokens/key-set.ts";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { flipBits, forge, partsOf, respell, signerOf } from "../support/forge.ts";
import { newKeyFile, openKeys } from "../support/key-file.ts";
import { sendOtp, verifyOtp } from "../support/otp.ts";
import { findOwnPort } from "../support/own-redis.ts";
import {
  type MailMock,
  type RunningProcess,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const KEYS = { shop: "a-key-of-the-shop", billing: "a-key-of-billing" };

const readme = await readFile(`${ROOT}README.md`, "utf8");
const section = readme.split("### Verify a proof\n")[1]?.split("\n### ")[0] ?? "";
const [byClient = "", byJose = "", byHand = "", detailsByHand = ""] = [
  ...section.matchAll(/```(?:ts|sh)\n(.*?)```/gs),
].map(([, text]) => text);

const node = { command: `${ROOT}node_modules/.bin/node`, file: "main.ts" };
const sh = { command: "sh", file: "main.sh" };

let place: Awaited<ReturnType<typeof newKeyFile>>;
let signing: Awaited<ReturnType<typeof openKeys>>;
let folder: string;
let mock: MailMock;
let service: RunningProcess;
beforeAll(async () => {
  place = await newKeyFile();
  await writeFile(place.file, writeKeySet([keyOfSeed(randomBytes(32), Date.now() - 86_400_000)]));
  signing = await openKeys(place.file);
  folder = await mkdtemp(join(tmpdir(), "latchkey-readme-"));
  await symlink(`${ROOT}node_modules`, `${folder}/node_modules`);
  await symlink(`${ROOT}openapi/client`, `${folder}/latchkey`);
  await writeFile(`${folder}/package.json`, '{"type":"module"}');
  mock = await startMailMock();
  const port = await findOwnPort();
  service = await startServiceProcess("node", {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SIGNING_KEYS_FILE: place.file,
    PROOF_KEYS: Object.entries(KEYS)
      .map((each) => each.join(":"))
      .join(","),
  });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await mock[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  signing.close();
  await place[Symbol.asyncDispose]();
});

type Run = { isGood: boolean; stdout: string };

async function run(
  { command, file }: typeof node,
  script: string,
  environment: Record<string, string>,
): Promise<Run> {
  const own = await mkdtemp(join(folder, "run-"));
  // Beside the copied client, as the examples say.
  const path = join(folder, `${own.slice(-6)}-${file}`);
  await writeFile(path, script);
  return promisify(execFile)(command, [path], {
    env: { PATH: process.env["PATH"], LATCHKEY: service.url, ...environment },
  }).then(
    ({ stdout }) => ({ isGood: true, stdout }),
    ({ stdout }: Run) => ({ isGood: false, stdout }),
  );
}

/** A proof as the service gives it to whoever has the code of an address. */
async function prove(format: "jws" | "hmac", audience = "shop") {
  const { email } = newPerson();
  const client = clientOf(service);
  const { id } = await json(sendOtp(client, email, { audience, nonce: "n-1" }));
  const code = codeIn(await mock.mailTo(email));
  return { email, ...(await json(verifyOtp(client, id, code, { format }))) };
}

/** Another one with the service's own keys, as it would have been made so long ago. */
function proofsOf(ageSeconds: number, secret: string = KEYS.shop) {
  const proofs = createIdentityProofs({
    keys: signing,
    issuer: service.url,
    lifeSeconds: 300,
    sharedKeys: [{ name: "shop", secret }],
  });
  const iat = Math.floor(Date.now() / 1000) - ageSeconds;
  const subject = { aud: "shop", sub: "s", email: "ada@example.com", purpose: "p", jti: "j", iat };
  return {
    signed: proofs.sign(subject),
    shared: proofs.signShared({ ...subject, jti: randomUUID() }),
  };
}

describe.each([
  ["TypeScript with the client", node, byClient],
  ["TypeScript with jose alone", node, byJose],
  ["curl and OpenSSL", sh, byHand],
] as const)("the README's verification of a proof by %s", (name, runtime, script) => {
  const verify = (proof: string): Promise<Run> => run(runtime, script, { PROOF: proof });

  test("believes the service, and tells who it is", async ({ expect }) => {
    const { email, proof } = await prove("jws");
    const { isGood, stdout } = await verify(proof);
    expect(stdout).toContain(email);
    expect(isGood).toBe(true);
  });

  test("believes nothing else", async ({ expect }) => {
    const { proof } = await prove("jws");
    const { signed } = proofsOf(0);
    const { header, claims } = partsOf(signed);
    const ours = signerOf(signing.current().privateKey);
    const refused = [
      ...([0, 1, 2] as const).flatMap((part) => flipBits(proof, part, 1)),
      ["for another audience", (await prove("jws", "billing")).proof],
      ["too old", proofsOf(310).signed],
      ["an access token", await forge({ ...header, typ: "at+jwt" }, claims, ours)],
      ["of another issuer", await forge(header, { ...claims, iss: "https://id.test" }, ours)],
      ["unverified", await forge(header, { ...claims, email_verified: false }, ours)],
      ["by an unknown key", await forge({ ...header, kid: "x" }, claims, ours)],
      ["nothing", ""],
      // jose takes sixteen spellings of a signature.
      ...(name.endsWith("alone") ? [] : respell(proof).slice(0, 1)),
    ];
    expect((await verify(signed)).isGood).toBe(true);
    const runs = await Promise.all(
      refused.map(async ([what, each = ""]) => [what, (await verify(each)).isGood]),
    );
    expect(runs).toEqual(refused.map(([what]) => [what, false]));
  });
});

describe.each([
  ["TypeScript with the client", node, byClient],
  ["OpenSSL", sh, detailsByHand],
] as const)("the README's verification of signed details by %s", (_, runtime, script) => {
  const verify = (details: unknown, keys: string = KEYS.shop): Promise<Run> =>
    run(runtime, script, { DETAILS: JSON.stringify(details), SHOP_KEYS: keys });

  test("believes the service, and tells who it is", async ({ expect }) => {
    const { email, proof } = await prove("hmac");
    const { isGood, stdout } = await verify(proof);
    expect(stdout).toContain(email);
    expect(isGood).toBe(true);
  });

  test("takes either key while they change", async ({ expect }) => {
    const { proof } = await prove("hmac");
    for (const keys of [`a-newer-key,${KEYS.shop}`, `${KEYS.shop},an-older-key`])
      expect((await verify(proof, keys)).isGood, keys).toBe(true);
  });

  test("believes nothing else", async ({ expect }) => {
    const { shared } = proofsOf(0);
    const refused = [
      ...Object.entries(shared).map(([name, value]) => {
        const changed = typeof value === "number" ? value + 1 : `${String(value).slice(0, -1)}~`;
        return [`another ${name}`, { ...shared, [name]: changed }] as const;
      }),
      ["too old", proofsOf(70).shared] as const,
      ["nothing", {}] as const,
    ];
    const { proof: forBilling } = await prove("hmac", "billing");
    const runs = await Promise.all([
      ...refused.map(async ([what, each]) => [what, (await verify(each)).isGood]),
      verify(forBilling, KEYS.billing).then(({ isGood }) => ["for another audience", isGood]),
      verify(shared, "another-key").then(({ isGood }) => ["by another key", isGood]),
      verify(proofsOf(0, "").shared, "").then(({ isGood }) => ["by an empty key", isGood]),
    ]);
    expect(runs.filter(([, isGood]) => isGood)).toEqual([]);
    expect(runs).toHaveLength(16);
    expect((await verify(shared)).isGood).toBe(true);
    // Also while the key changes.
    expect((await verify(shared, `another-key,${KEYS.shop}`)).isGood).toBe(true);
  });
});
