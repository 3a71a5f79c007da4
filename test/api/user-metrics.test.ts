import { test } from "vitest";
import { newAdmin } from "../support/admin.ts";
import { operator } from "../support/operator.ts";
import { startService } from "../support/service.ts";

test("metrics tell of administrators, and about how many accounts there are, without counting them", async ({
  expect,
}) => {
  await using service = await startService({ LIMITS: "off" });
  const { pool } = service.resources;
  const scrape = async (): Promise<string> => (await operator(service).get("/metrics")).text();
  expect(await scrape()).toContain("latchkey_administrators 0\n");
  const [admin, other] = [await newAdmin(service), await newAdmin(service)];
  await admin.patch(other.id, { disabled: true });
  await pool.query("analyze users");
  const told = await scrape();
  expect(told).toContain("latchkey_administrators 1\n");
  expect(told).toContain("latchkey_accounts 2\n");
});
