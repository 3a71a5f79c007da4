import { settleLeases } from "../../src/features/maintenance/settle-leases.ts";
import type { Resources } from "../../src/resources.ts";

/** Begins a clean-up that closes all dead codes, and writes what it knows of them only when it is thawed. */
export async function freezeCleanUp({
  mailPool,
  codes,
}: Pick<Resources, "mailPool" | "codes">): Promise<() => Promise<void>> {
  const [closed, thawed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let closing = 0;
  const close: typeof codes.close = async (...given) => {
    closing++;
    const settlement = await codes.close(...given);
    if (--closing === 0) closed.resolve();
    await thawed.promise;
    return settlement;
  };
  const done = settleLeases({ mailPool, codes: { ...codes, close } });
  await Promise.race([closed.promise, done]);
  return async () => {
    thawed.resolve();
    await done;
  };
}
