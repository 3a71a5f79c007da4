import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { environmentSchema } from "../../src/config.ts";
import { PROVIDER_VARIABLES } from "../../src/email-config.ts";
import { NODE_FLAGS } from "../bench/stack.ts";

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
  const [blocks = ""] = compose.split(/^volumes:/m);
  const services = blocks.split(/^ {2}(?=[\w-]+:$)/m).slice(1);

  test("starts each part when what it needs is healthy", ({ expect }) => {
    expect(services.map((block) => block.split(":")[0])).toEqual([
      "service",
      "email-mock",
      "postgres",
      "redis",
    ]);
    const waits = services[0]?.match(/condition: service_healthy/g);
    expect(waits).toHaveLength(3);
    for (const block of services.slice(2)) expect(block).toContain("healthcheck:");
    expect(compose).not.toMatch(/^version:/m);
  });

  test("sets only variables that exist", ({ expect }) => {
    const set = [...(services[0]?.matchAll(/^ {6}([A-Z_]+): /gm) ?? [])].map(
      ([, name]) => name ?? "",
    );
    expect(set.length).toBeGreaterThan(4);
    expect(set.filter((name) => !variables.includes(name))).toEqual([]);
  });
});

test(".env.example has every variable, and no other", async ({ expect }) => {
  const named = [...(await read(".env.example")).matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(
    ([, name]) => name ?? "",
  );
  expect(new Set(named)).toEqual(new Set(variables));
  expect(named).toHaveLength(variables.length);
});
