import pLimit from "p-limit";
import { describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { inbox, stats } from "../support/mail-mock.ts";
import {
  type MailMock,
  type Runtime,
  RUNTIMES,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

const REGISTRATIONS = 150;
const DRAINED_MAX_MS = 60_000;
/** More of them at once would only wait for each other, and for a connection longer than they may. */
const PARALLEL = 20;

/** Registers people while the provider fails in a way, and waits until all have their mail. */
async function registerThrough(
  runtime: Runtime,
  mock: MailMock,
  faults: Record<string, unknown>,
): Promise<{ addresses: string[]; keys: number; more_than_once: unknown[] }> {
  await using service = await startServiceProcess(runtime, {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    EMAIL_TIMEOUT_MS: "300",
    LIMITS: "off",
  });
  await mock.setFaults(faults);
  const people = Array.from({ length: REGISTRATIONS }, newPerson);
  const limit = pLimit(PARALLEL);
  const answers = await Promise.all(
    people.map((person) => limit(() => register(clientOf(service), person))),
  );
  if (answers.some(({ status }) => status !== 202)) throw new Error("not all were accepted");
  await mock.received(REGISTRATIONS);
  await mock.setFaults(null);
  // One line for each mail, when its acceptance is known.
  const known = (): number =>
    service.lines.filter((line) => line.includes('"msg":"mail accepted"')).length;
  await vi.waitUntil(() => known() === REGISTRATIONS, { timeout: DRAINED_MAX_MS, interval: 50 });
  const accepted = await json(fetch(`${mock.url}/accepted`));
  return { ...accepted, addresses: people.map(({ email }) => email) };
}

describe.each(RUNTIMES)("%s", (runtime) => {
  test(
    "each registration has one mail, though the provider fails, hangs and drops its answers",
    {
      timeout: 120_000,
    },
    async ({ expect }) => {
      await using mock = await startMailMock();
      const { addresses, ...accepted } = await registerThrough(runtime, mock, {
        error: { rate: 0.5 },
        hang: { rate: 0.1 },
        stall: { rate: 0.1 },
        drop_reply: { rate: 0.05 },
      });
      expect(accepted).toEqual({ keys: REGISTRATIONS, more_than_once: [] });
      const mails = await inbox(mock.url);
      expect(mails.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
      // It did what it was told to: mails were repeated, and known again by their keys.
      const told = await stats(mock.url);
      expect(told["refused"]).toBeGreaterThan(0);
      expect(told["duplicates"]).toBeGreaterThan(0);
    },
  );
});

test("a provider that forgets its keys is found out by the same count (control)", async ({
  expect,
}) => {
  await using mock = await startMailMock();
  const faults = { duplicate: { rate: 1 } };
  const { more_than_once } = await registerThrough("node", mock, faults);
  expect(more_than_once.length).toBeGreaterThan(0);
});
