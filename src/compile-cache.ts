import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../.compile-cache", import.meta.url));

/**
 * Lets Node keep what it made of each file (types stripped, compiled) for the next start, which needs two thirds of the time
 * and 20 MB less. A folder that cannot be written or read does no harm. NODE_COMPILE_CACHE names another one.
 */
export function useCompileCache(): void {
  // Bun's would save a tenth of the work of a start, and take 9 MB for good.
  if (!("bun" in process.versions)) enableCompileCache(process.env["NODE_COMPILE_CACHE"] ?? FOLDER);
}
