import { test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, startMailMock, startServiceProcess } from "../support/processes.ts";
import { walkThrough } from "../support/walk-through.ts";

test.for(RUNTIMES)("just smoke walks through all of it, on %s", async (runtime, { expect }) => {
  await using mock = await startMailMock();
  await using service = await startServiceProcess(runtime, {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
  });
  const stdout = await walkThrough(service, mock);
  expect(stdout).toContain("✓ the right code activates (200)");
  expect(stdout).toContain("✓ the key set verifies it (200)");
  expect(stdout).toContain("✓ it is gone (401 invalid_credentials)");
  expect(stdout).toContain("All as promised.");
});
