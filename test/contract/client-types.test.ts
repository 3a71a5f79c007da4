import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Of a page: without the types of Node. */
const SETTINGS = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
  },
  files: ["user.ts", "readme.ts"],
};

const readme = await readFile(`${ROOT}README.md`, "utf8");
const [, example = "createLatchkeyClient"] =
  /### A client to copy\n.*?```ts\n(.*?)```/s.exec(readme) ?? [];

const USER = `
  import { createLatchkeyClient, verifyProof } from "./latchkey/index.ts";
  const client = createLatchkeyClient({ baseUrl: "https://id.shop.test" });
  const sent = await client.POST("/otp/send", { body: { email: "ada@example.com" } });
  export const id: string = sent.data?.id ?? "";
  const { data, error } = await client.POST("/otp/verify", {
    params: { query: { session: "true" } },
    body: { id, code: "04201337" },
  });
  if (data?.format === "jws") (await verifyProof(data.proof, { issuer: "i", audience: "a" })).email satisfies string;
  if (data?.format === "hmac") data.proof.signature satisfies string;
  export const isSignedIn: boolean = data?.session !== null && data?.session !== undefined;
  if (error?.code === "code_incorrect") error.attempts_left satisfies number | undefined;
`;
const MISTAKES = [
  `await client.POST("/otp/sent", { body: { email: "ada@example.com" } });`,
  `await client.GET("/otp/send");`,
  `await client.POST("/otp/send", { body: { mail: "ada@example.com" } });`,
  `await client.POST("/otp/verify", { body: { id, code: 4 } });`,
  `if (error?.code === "code_wrong") throw error;`,
  `await verifyProof(id, { issuer: "i" });`,
];

/** What the compiler complains about in a project that has the copied folder. */
async function complaintsAbout(code: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-types-"));
  try {
    await symlink(`${ROOT}node_modules`, `${folder}/node_modules`);
    await symlink(`${ROOT}openapi/client`, `${folder}/latchkey`);
    await writeFile(`${folder}/tsconfig.json`, JSON.stringify(SETTINGS));
    await writeFile(`${folder}/user.ts`, code);
    await writeFile(`${folder}/readme.ts`, example);
    return await promisify(execFile)(`${ROOT}node_modules/.bin/tsc`, ["-p", folder], {
      cwd: folder,
    }).then(
      () => [],
      ({ stdout }: { stdout: string }) => stdout.trim().split("\n"),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the copied client compiles in a page's project, and knows paths, bodies and answers", async ({
  expect,
}) => {
  const complaints = await complaintsAbout(USER + MISTAKES.join("\n"));
  // A line that begins with spaces goes on about the one before.
  const places = complaints.flatMap((each) => (each.startsWith(" ") ? [] : each.split(",")[0]));
  const firstLine = USER.split("\n").length;
  expect(new Set(places)).toEqual(new Set(MISTAKES.map((_, i) => `user.ts(${firstLine + i}`)));
});
