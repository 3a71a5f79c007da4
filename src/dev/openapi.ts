import { readFile, writeFile } from "node:fs/promises";
import { openUnconnectedApps } from "../unconnected-apps.ts";
import { describeTypes } from "./openapi-types.ts";

// `just openapi` writes the document and the client's types; `--check` compares them with the committed ones, and fails
// when they differ.
const FOLDER = new URL("../../openapi/", import.meta.url);

await using apps = await openUnconnectedApps();
const document = await (
  await apps.app.request("/openapi.json", {}, { peerAddress: "", hostCount: 1, headerBytes: 0 })
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
