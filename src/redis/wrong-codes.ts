import type { Redis } from "./connection.ts";
import { defineScript } from "./script.ts";

/** Wrong codes of the whole service: how many, and how many are too many. */
export type WrongCodes = {
  inDay: number;
  inHour: number;
  thresholdOfDay: number;
  /** More than the threshold in 24 hours, and still coming. */
  isSpray: boolean;
};

export type WrongCodeCounter = {
  /** Counts one wrong code. Throws UnavailableError when Redis does not answer. */
  count(): Promise<WrongCodes>;
  read(): Promise<WrongCodes>;
};

export function createWrongCodeCounter(
  redis: Redis,
  options: { service: string; thresholdMin: number },
): WrongCodeCounter {
  const script = defineScript<[number, number, number, number]>(redis, "wrong-codes-1");
  const run = async (added: number): Promise<WrongCodes> => {
    const [inDay, inHour, thresholdOfDay, isSpray] = await script(
      `wrong-codes:{${options.service}}`,
      added,
      options.thresholdMin,
    );
    return { inDay, inHour, thresholdOfDay, isSpray: isSpray === 1 };
  };
  return { count: () => run(1), read: () => run(0) };
}
