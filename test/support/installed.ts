import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Debian keeps servers; only root looks there by itself. */
const MORE_DIRECTORIES = ["/usr/local/sbin", "/usr/sbin"];

/** The path of the first of these programs that is installed. Throws one line that says what to do when none is. */
export function findInstalled(...names: string[]): string {
  const directories = [...(process.env["PATH"] ?? "").split(delimiter), ...MORE_DIRECTORIES];
  const found = names
    .flatMap((name) => directories.map((directory) => join(directory, name)))
    .find(isExecutable);
  if (found === undefined)
    throw new Error(`${names.join(" or ")} is not installed: see what \`just setup\` says`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
