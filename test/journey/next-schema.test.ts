import { test } from "vitest";
import { migrate } from "../../src/postgres/migrate.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { makeNextVersion } from "../support/next-version.ts";
import { RUNTIMES, startMailMock, startServiceProcess } from "../support/processes.ts";
import { ALL_WELL, walkThrough } from "../support/walk-through.ts";

test.for(RUNTIMES)(
  "this version starts on the next one's expanded schema, and all of it works, on %s",
  async (runtime, { expect }) => {
    await using next = await makeNextVersion();
    const databaseUrl = await createDatabase();
    expect(await migrate(databaseUrl, next.folder)).toHaveLength(1);
    const expanded = await queryDatabase<{ table_name: string }>(
      databaseUrl,
      "select table_name from information_schema.columns where column_name = 'next_number'",
    );
    expect(new Set(expanded.map((row) => row.table_name))).toEqual(new Set(next.tables));
    await using mock = await startMailMock();
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: databaseUrl,
      DATABASE_MIGRATE: "on",
      EMAIL_API_URL: mock.url,
    });
    expect(await walkThrough(service, mock)).toContain(ALL_WELL);
  },
);
