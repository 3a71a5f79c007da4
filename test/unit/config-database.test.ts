import { test } from "vitest";
import { poolerOf } from "../../src/database-config.ts";
import { DEVELOPMENT, load, problemsOf } from "../support/config.ts";

const DATABASE_DIRECT_URL = "postgres://127.0.0.2/latchkey";

test("statements without names are for a pooler; without one they are refused, and not passed over", ({
  expect,
}) => {
  const problem = expect.stringContaining("DATABASE_PREPARED: off is for a pooler");
  expect(problemsOf({ DATABASE_PREPARED: "off" })).toEqual([problem]);
  const same = { DATABASE_DIRECT_URL: DEVELOPMENT.DATABASE_URL };
  expect(problemsOf({ DATABASE_PREPARED: "off", ...same })).toEqual([problem]);
  const config = load({ DATABASE_PREPARED: "off", DATABASE_DIRECT_URL });
  expect(poolerOf(config)).toEqual({ preparesStatements: false });
  expect(poolerOf(load({ DATABASE_DIRECT_URL }))).toEqual({ preparesStatements: true });
  expect(poolerOf(load({ DATABASE_PREPARED: "on", ...same }))).toBe(null);
});
