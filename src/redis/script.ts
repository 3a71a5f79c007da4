import { readFileSync } from "node:fs";
import { type Redis, withRedisFaults } from "./connection.ts";

/** The text of scripts/<file>.lua, behind what it shares with others. */
export const readScript = (file: string, shared: readonly string[] = []): string =>
  [...shared, file]
    .map((name) => readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), "utf8"))
    .join("");

/**
 * Loads scripts/<file>.lua, whose name ends with its number of keys. Keys come before all else that it is given. It goes
 * out as EVALSHA, and as EVAL when Redis does not know it yet. The call throws UnavailableError when Redis does not answer.
 */
export function defineScript<Reply>(
  redis: Redis,
  file: string,
  shared: readonly string[] = [],
): (key: string, ...given: (string | number | Buffer)[]) => Promise<Reply> {
  const lua = readScript(file, shared);
  redis.defineCommand(file, { lua, numberOfKeys: Number(file.split("-").at(-1)) });
  const command = Reflect.get(redis, file) as (
    ...given: (string | number | Buffer)[]
  ) => Promise<Reply>;
  return (...given) => withRedisFaults(command.apply(redis, given));
}
