import { readFile, writeFile } from "node:fs/promises";
import { createApps } from "../app.ts";
import { loadConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { openResources } from "../resources.ts";
import { describeTypes } from "./openapi-types.ts";

// `just openapi` writes the document and the client's types; `--check` compares them with the committed ones, and fails
// when they differ.
const FOLDER = new URL("../../openapi/", import.meta.url);

// Nothing is connected to: the stores' addresses only have to be well-formed.
const config = loadConfig({
  NODE_ENV: "test",
  DATABASE_URL: "postgres://127.0.0.1:1/none",
  REDIS_URL: "redis://127.0.0.1:1",
  EMAIL_API_URL: "http://127.0.0.1:1",
  HASH_MEMORY_KIB: "64",
  OPS_PASSWORD: "so-that-they-are-in-it",
});
await using resources = await openResources(config, createLog("silent"));
const { app } = createApps({ ...resources, draining: new AbortController().signal });
const document = await (
  await app.request("/openapi.json", {}, { peerAddress: "", hostCount: 1, headerBytes: 0 })
).text();

const written = { "openapi.json": document, "client/schema.d.ts": await describeTypes(document) };
for (const [name, text] of Object.entries(written)) {
  const file = new URL(name, FOLDER);
  if (!process.argv.includes("--check")) {
    await writeFile(file, text);
    console.log(`openapi/${name} written`);
  } else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`openapi/${name} is not what the routes say: run \`just openapi\``);
    process.exitCode = 1;
  }
}
