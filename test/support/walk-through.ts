import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Its last line when all is well. */
export const ALL_WELL = "All as promised.";

type Address = { url: string };

/** Walks through all of the service's journeys, as `just smoke` does. Returns what it printed; rejects when a step fails. */
export async function walkThrough(service: Address, inbox: Address): Promise<string> {
  const args = ["src/dev/smoke.ts", service.url, "--inbox", inbox.url];
  const command = `${ROOT}node_modules/.bin/node`;
  return (await promisify(execFile)(command, args, { cwd: ROOT })).stdout;
}
