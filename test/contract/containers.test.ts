import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, test } from "vitest";
import { environmentSchema } from "../../src/config.ts";
import { PROVIDER_VARIABLES } from "../../src/email-config.ts";
import { NODE_FLAGS } from "../bench/stack.ts";
import { type ComposeService, composeFile } from "../support/compose-file.ts";
import { findInstalled } from "../support/installed.ts";
import { codeBlocksBelow } from "../support/readme.ts";
import { makeOwnFolder } from "../support/own-folder.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (file: string): Promise<string> => readFile(new URL(file, ROOT), "utf8");
const dockerfile = await read("Dockerfile");
const compose = await read("docker-compose.yml");
const variables = [
  ...Object.keys(environmentSchema.shape),
  ...Object.values(PROVIDER_VARIABLES).flatMap(({ shape }) => Object.keys(shape)),
];

// No container engine runs where the tests run: what can be checked without one is checked by text.
describe("the image", () => {
  const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, sources]) => sources?.split(" ") ?? [],
  );

  test("copies what is there, and no part of development", async ({ expect }) => {
    expect(copies.length).toBeGreaterThan(3);
    for (const source of copies) expect(existsSync(new URL(source, ROOT)), source).toBe(true);
    expect(copies).not.toContain(".");
    expect((await read(".dockerignore")).split("\n")).toContain("src/dev");
    expect(dockerfile).toContain("npm ci --omit=dev --ignore-scripts");
  });

  test("runs as nobody special, on the Node that the tests run on", async ({ expect }) => {
    const { devDependencies } = JSON.parse(await read("package.json"));
    const major = devDependencies.node.split(".")[0];
    const bases = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version);
    expect(new Set(bases)).toEqual(new Set([major]));
    expect(dockerfile).toMatch(/^USER node$/m);
    // The exec form: a shell in between would not pass SIGTERM on.
    const command = ["node", ...NODE_FLAGS, "src/main.ts"];
    expect(dockerfile).toContain(`\nCMD ["${command.join('", "')}"]\n`);
    expect(await read("justfile")).toContain(
      `\nstart:\n    @exec env NODE_COMPILE_CACHE=.compile-cache ${command.join(" ")}\n`,
    );
    expect(await read("README.md")).toContain(
      `\nnode ${NODE_FLAGS.join(" ")} --env-file=.env src/main.ts\n`,
    );
    // Node keeps what it compiled apart by its flags: with others, no start would find it.
    expect(dockerfile).toContain(`\nRUN ["${[...command, "compile"].join('", "')}"]\n`);
    expect(dockerfile).toContain("\nENV NODE_COMPILE_CACHE=/app/.compile-cache\n");
    expect(dockerfile.match(/^HEALTHCHECK /gm)).toHaveLength(2);
  });

  test("is imported by nothing that it leaves out", async ({ expect }) => {
    const { glob } = await import("node:fs/promises");
    let files = 0;
    for await (const file of glob("src/**/*.ts", { cwd: ROOT })) {
      if (file.startsWith("src/dev/")) continue;
      files++;
      expect(await read(file), file).not.toMatch(/from "[^"]*\/dev\//);
    }
    expect(files).toBeGreaterThan(30);
  });
});

describe("the compose file", () => {
  const { services } = composeFile;
  const started = (profile?: string): [string, ComposeService][] =>
    Object.entries(services).filter(([, { profiles }]) => profiles?.[0] === profile);

  test("starts each part when what it needs is healthy", ({ expect }) => {
    expect(started().map(([name]) => name)).toEqual(["service", "email-mock", "postgres", "redis"]);
    expect(Object.values(services["service"]?.depends_on ?? {})).toEqual(
      Array.from({ length: 3 }, () => ({ condition: "service_healthy" })),
    );
    for (const [name, service] of started())
      expect(service.healthcheck !== undefined, name).toBe(service.image !== undefined);
    expect(compose).not.toMatch(/^version:/m);
  });

  test("starts two instances and all they stand on with the profile scale alone, behind a balancer", ({
    expect,
  }) => {
    const scaled = Object.fromEntries(started("scale"));
    expect(Object.keys(scaled)).toEqual([
      "service-1",
      "service-2",
      "balancer",
      "pgbouncer",
      "redis-1",
      "redis-2",
      "redis-3",
      "redis-cluster",
    ]);
    expect(started().length + started("scale").length).toBe(Object.keys(services).length);
    for (const [name, { depends_on: needs = {} }] of Object.entries(services))
      for (const [needed, { condition }] of Object.entries(needs)) {
        const part = services[needed];
        expect(part, `${name} needs ${needed}`).toBeDefined();
        // Only what lasts can be healthy, and an image of ours brings its own check.
        const isChecked = part?.healthcheck !== undefined || part?.image === undefined;
        expect(condition, `${name} needs ${needed}`).toBe(
          isChecked ? "service_healthy" : "service_completed_successfully",
        );
      }
    const open = Object.entries(scaled).flatMap(([name, { ports = [] }]) => ports.map(() => name));
    expect(open).toEqual(["balancer"]);
    for (const instance of ["service-1", "service-2"]) {
      const { environment = {} } = scaled[instance] ?? {};
      expect(environment).toMatchObject({ ...services["service"]?.environment, ...CHANGED });
      for (const name of ["REDIS_URL", "DATABASE_URL", "DATABASE_DIRECT_URL"])
        for (const [, host = ""] of (environment[name] ?? "").matchAll(/[@/,]([\w-]+):\d+/g))
          expect(Object.keys(services), name).toContain(host);
    }
  });

  test("sets only variables that exist", ({ expect }) => {
    for (const name of ["service", "service-1", "service-2"]) {
      const set = Object.keys(services[name]?.environment ?? {});
      expect(set.length).toBeGreaterThan(4);
      expect(set.filter((each) => !variables.includes(each))).toEqual([]);
    }
  });

  test("gives every part a configuration that there is", ({ expect }) => {
    const given = Object.values(services).flatMap(({ configs = [] }) => configs);
    expect(given.map(({ source }) => source)).toEqual(Object.keys(composeFile.configs));
  });

  test("has the configurations that the README shows", ({ expect }) => {
    const { haproxy, pgbouncer } = composeFile.configs;
    expect(codeBlocksBelow("Behind a balancer", "haproxy")).toEqual([haproxy.content]);
    expect(codeBlocksBelow("Behind pgbouncer", "ini")).toEqual([pgbouncer.content]);
  });

  test("has a balancer's configuration that HAProxy takes; one with a slip it does not (control)", async ({
    expect,
  }) => {
    await using folder = await makeOwnFolder("haproxy");
    const check = (text: string): Promise<unknown> =>
      folder
        .write("haproxy.cfg", text)
        .then((file) => promisify(execFile)(findInstalled("haproxy"), ["-c", "-f", file]));
    const { content } = composeFile.configs.haproxy;
    for (const instance of ["service-1:8080", "service-2:8080"])
      expect(content.split(instance)).toHaveLength(3);
    await check(content);
    const slip = content.replace("default_backend ready", "default_backend raedy");
    await expect(check(slip)).rejects.toThrow("raedy");
  });
});

/** What differs in the profile scale. */
const CHANGED = {
  DATABASE_URL: "postgres://latchkey:latchkey@pgbouncer:6432/latchkey",
  DATABASE_DIRECT_URL: "postgres://latchkey:latchkey@postgres:5432/latchkey",
  REDIS_URL: "redis+cluster://redis-1:6379,redis-2:6379,redis-3:6379",
  TRUSTED_PROXIES: "1",
};

test(".env.example has every variable, and no other", async ({ expect }) => {
  const named = [...(await read(".env.example")).matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(
    ([, name]) => name ?? "",
  );
  expect(new Set(named)).toEqual(new Set(variables));
  expect(named).toHaveLength(variables.length);
});
