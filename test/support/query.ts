import type { TestService } from "./service.ts";

/** The rows of a statement on a service's database. */
export const query = async (
  { resources }: Pick<TestService, "resources">,
  text: string,
  ...values: unknown[]
): Promise<Record<string, unknown>[]> =>
  (await resources.pool.query<Record<string, unknown>>(text, values)).rows;

/** Whether this is what the service asks by itself each second or minute, whoever comes. */
export const isBeside = (statement: unknown): boolean =>
  ["find-newest-limit-changes", "read-clock"].includes((statement as { name?: string }).name ?? "");
