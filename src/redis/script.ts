import { readFileSync } from "node:fs";
import { type Redis, withRedisFaults } from "./connection.ts";

const readScript = (file: string): string =>
  readFileSync(new URL(`./scripts/${file}.lua`, import.meta.url), "utf8");

/**
 * Loads scripts/<file>.lua, whose name ends with its number of keys, behind what it shares with others. Keys come before
 * all else that it is given. It goes out as
 * EVALSHA, and as EVAL when Redis does not know it yet. The call throws UnavailableError when Redis does not answer.
 */
export function defineScript<Reply>(
  redis: Redis,
  file: string,
  shared: readonly string[] = [],
): (key: string, ...given: (string | number)[]) => Promise<Reply> {
  const lua = [...shared, file].map(readScript).join("");
  redis.defineCommand(file, { lua, numberOfKeys: Number(file.split("-").at(-1)) });
  const command = Reflect.get(redis, file) as (...given: (string | number)[]) => Promise<Reply>;
  return (...given) => withRedisFaults(command.apply(redis, given));
}
