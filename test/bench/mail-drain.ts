import { type MailStack, startMailStack } from "./mail-stack.ts";

const MAILS = 3000;
const PARALLEL = 50;

/** How fast a backlog goes out when the provider is back: mails a second, everything on the same cores. */
export async function benchDrain(): Promise<void> {
  await using stack = await startMailStack(1, { HASH_MEMORY_KIB: "64", HASH_PASSES: "1" });
  const [mock] = stack.mocks;
  await mock?.setFaults({ error: { rate: 1 } });
  await fillQueue(stack);
  await mock?.setFaults(null);
  const waitMs = await stack.drained();
  const times = [...((await mock?.accepted())?.values() ?? [])].flat().toSorted((a, b) => a - b);
  const [firstMs = 0] = times;
  const spanMs = (times.at(-1) ?? 0) - firstMs;
  console.log(`A backlog of ${MAILS} mails, after the provider came back
  empty after                ${(waitMs / 1000).toFixed(1)} s
  from first to last         ${(spanMs / 1000).toFixed(1)} s
  mails a second             ${((times.length / spanMs) * 1000).toFixed(0)}   (target 100)
  accepted more than once    ${times.length - MAILS}`);
}

async function fillQueue(stack: MailStack): Promise<void> {
  let left = MAILS;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (left-- > 0) await stack.register();
    }),
  );
}
