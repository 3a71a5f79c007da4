import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";

describe("killed -9 right after a 202", () => {
  test.each([
    ["while the provider thinks", { delay: { rate: 1, ms: 3000 } }],
    ["at once", null],
  ])("%s: after a restart the mail comes, once", async (_, faults) => {
    const { expect } = await import("vitest");
    await using mock = await startMailMock();
    const environment = {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: mock.url,
      EMAIL_TIMEOUT_MS: "5000",
      SECRET_KEY: "the same secret before and after the kill",
      LIMITS: "off",
    };
    await mock.setFaults(faults);
    const person = newPerson();
    {
      await using first = await startServiceProcess("node", environment);
      expect((await register(clientOf(first), person)).status).toBe(202);
      if (faults) await mock.received(1);
      first.kill("SIGKILL");
      await first.exited;
    }
    await mock.setFaults(null);
    await using second = await startServiceProcess("node", environment);
    const code = codeIn(await mock.mailTo(person.email));
    await expect
      .poll(async () => (await json(getMe(clientOf(second), person))).code.state, {
        timeout: 60_000,
        interval: 100,
      })
      .toBe("sent");
    expect((await activate(clientOf(second), person, code)).status).toBe(200);
    expect(await mock.inbox()).toHaveLength(1);
  });
});

test("200 registrations at once: each is accepted or told when to come again, and the service lives", async ({
  expect,
}) => {
  await using mock = await startMailMock();
  await using service = await startServiceProcess("node", {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    LIMITS: "off",
    // The real cost of a hash.
    HASH_MEMORY_KIB: undefined,
    HASH_PASSES: undefined,
  });
  const burst = { isOver: false };
  const probing = (async () => {
    let probes = 0;
    while (!burst.isOver) {
      expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
      probes++;
    }
    return probes;
  })();
  const responses = await Promise.all(
    Array.from({ length: 200 }, () => register(clientOf(service), newPerson())),
  );
  burst.isOver = true;
  expect(await probing).toBeGreaterThan(10);
  const accepted = responses.filter(({ status }) => status === 202);
  for (const response of responses.filter(({ status }) => status !== 202)) {
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await json(response)).toMatchObject({ code: "overloaded" });
  }
  expect(accepted.length).toBeGreaterThan(0);
  await expect
    .poll(async () => (await mock.inbox()).length, { timeout: 60_000 })
    .toBe(accepted.length);
});

test("a mail API that hangs delays nobody", async ({ expect }) => {
  await using mock = await startMailMock();
  await using service = await startServiceProcess("node", {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    EMAIL_TIMEOUT_MS: "500",
  });
  const client = clientOf(service);
  await mock.setFaults({ delay: { rate: 1, ms: 60_000 } });
  const people = Array.from({ length: 10 }, newPerson);
  for (const person of people) {
    expect((await register(client, person)).status).toBe(202);
    expect(await json(getMe(client, person))).toMatchObject({ code: { state: "queued" } });
  }
  expect(await mock.inbox()).toEqual([]);
  await mock.setFaults(null);
  for (const person of people) await mock.mailTo(person.email);
});
