import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import mustache from "mustache";
import { type MailConfig, loadMailConfig } from "../config.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import { openProviders } from "../email/open-providers.ts";
import type { OutgoingMail, Provider } from "../email/provider.ts";
import type { Delivery } from "../outbound/delivery.ts";
import { senderOf } from "../mail.ts";

const USAGE = `usage: mail-test ADDRESS [--provider NAME]
  ADDRESS     where the test message goes
  --provider  only through this one of EMAIL_PROVIDERS`;

type Streams = Record<"stdout" | "stderr", { write(text: string): boolean }>;

class UsageError extends Error {}

/**
 * `mail-test …`: sends one message through each configured provider, in their order and past all gates and quotas, and
 * prints what each answered. Resolves with the exit code: 0 when all accepted, 2 when the arguments are wrong. Throws
 * ConfigError.
 */
export async function mailTest(
  args: string[],
  environment: Record<string, string | undefined>,
  { stdout, stderr }: Streams,
): Promise<0 | 1 | 2> {
  try {
    const { address, only } = readArguments(args);
    const config = loadMailConfig(environment);
    const providers = await openProviders(config.EMAIL_PROVIDERS);
    const chosen = providers.filter(({ name }) => only === undefined || name === only);
    if (chosen.length === 0)
      throw new UsageError(
        `there is no provider ${only}: ${providers.map(({ name }) => name).join(", ")}`,
      );
    let refused = 0;
    for (const provider of chosen) {
      const { delivery, durationMs } = await send(provider, address, config);
      if (delivery.kind !== "accepted") refused++;
      stdout.write(report(provider.name, delivery, durationMs));
    }
    for (const { close } of providers) close();
    return refused === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`latchkey mail-test: ${error.message}\n${USAGE}\n`);
    return 2;
  }
}

function readArguments(args: string[]): { address: string; only: string | undefined } {
  const { positionals, values } = parseOptions(args);
  const [typed, ...others] = positionals;
  if (typed === undefined) throw new UsageError("the address is missing");
  if (others.length > 0) throw new UsageError("there is more than one address");
  const address = parseEmailAddress(typed)?.address;
  if (address === undefined) throw new UsageError(`${typed} is no e-mail address that takes mail`);
  return { address, only: values.provider };
}

function parseOptions(args: string[]): { positionals: string[]; values: { provider?: string } } {
  try {
    return parseArgs({ args, allowPositionals: true, options: { provider: { type: "string" } } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function send(
  provider: Provider,
  address: string,
  config: MailConfig,
): Promise<{ delivery: Delivery; durationMs: number }> {
  const startedAt = performance.now();
  const delivery = await provider.send(
    testMessage(address, config),
    AbortSignal.timeout(config.EMAIL_TIMEOUT_MS),
  );
  return { delivery, durationMs: performance.now() - startedAt };
}

function testMessage(address: string, config: MailConfig): OutgoingMail {
  const product = config.PRODUCT_NAME;
  const text = `This is a test of ${product} mail. An operator sent it; there is nothing to do.`;
  return {
    // A new one each time: a test that was sent before says nothing.
    messageId: randomUUID(),
    ...senderOf(config),
    to: address,
    subject: `Test of ${product} mail`,
    text: `${text}\n`,
    html: `<!doctype html><html lang="en"><body><p>${mustache.escape(text)}</p></body></html>`,
  };
}

function report(name: string, delivery: Delivery, durationMs: number): string {
  const lines = [`${name}: ${delivery.kind} in ${Math.round(durationMs)} ms`];
  if (delivery.kind !== "accepted") lines.push(`  ${delivery.reason}`);
  if (delivery.kind === "retry") {
    const { afterMs, isUnclear } = delivery;
    if (afterMs !== undefined) lines.push(`  asks for a pause of ${Math.ceil(afterMs / 1000)} s`);
    if (isUnclear) lines.push("  may have accepted it all the same");
  }
  if (delivery.said !== undefined) lines.push(`  said: ${delivery.said}`);
  return `${lines.join("\n")}\n`;
}
