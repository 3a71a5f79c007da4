import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, test } from "vitest";
import { journeyOf } from "../support/client-journey.ts";
import { startClientService } from "../support/client-service.ts";
import { RUNTIMES } from "../support/processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const JOURNEY = "test/support/client-journey.ts";
/** What `npm i openapi-fetch jose` installs. */
const PACKAGES = ["jose", "openapi-fetch", "openapi-typescript-helpers"];
const MAIN = `
  import { useClient } from "./${JOURNEY}";
  const { inbox, ...journey } = JSON.parse(process.argv[2] ?? "");
  const readCode = async (email: string): Promise<string> => {
    const response = await fetch(\`\${inbox}/inbox?to=\${encodeURIComponent(email)}&wait=20\`);
    const [mail] = (await response.json()) as { text: string }[];
    return /^\\d{8}$/m.exec(mail?.text ?? "")?.[0] ?? "";
  };
  console.log(JSON.stringify(await useClient(journey, readCode)));
`;

let folder: string;
let service: Awaited<ReturnType<typeof startClientService>>;
beforeAll(async () => {
  service = await startClientService();
  folder = await mkdtemp(join(tmpdir(), "latchkey-client-"));
  await cp(`${ROOT}openapi/client`, `${folder}/openapi/client`, { recursive: true });
  await cp(ROOT + JOURNEY, `${folder}/${JOURNEY}`);
  await mkdir(`${folder}/node_modules`);
  for (const name of PACKAGES)
    await symlink(`${ROOT}node_modules/${name}`, `${folder}/node_modules/${name}`);
  await writeFile(`${folder}/package.json`, '{"type":"module"}');
  await writeFile(`${folder}/main.ts`, MAIN);
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe.each(RUNTIMES)(
  "on %s the client, copied to another project with its two packages,",
  (runtime) => {
    test("waits at a real limit, and verifies both forms of a proof", async ({ expect }) => {
      const journey = service.newJourney();
      const given = JSON.stringify({ ...journey, inbox: service.mock.url });
      const { stdout } = await promisify(execFile)(
        `${ROOT}node_modules/.bin/${runtime}`,
        ["main.ts", given],
        { cwd: folder, timeout: 25_000 },
      );
      const { patient, hurried, ...seen } = JSON.parse(stdout);
      expect(patient).toEqual(journey.emails.map(() => 202));
      // Without waiting the same is refused (control).
      expect(hurried).toContain(429);
      expect(seen).toEqual(journeyOf(journey.emails[0] ?? ""));
    });
  },
);
