import { type Client, escapeLiteral } from "pg";
import type { Queryable } from "../../src/postgres/pool.ts";

type Query = { name: string; text: string; values: readonly unknown[] };
type PlanNode = {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
};

export type Explained = {
  /** Which kinds of steps the plan has. */
  steps: Set<string>;
  /** The most rows that a step sorted. */
  sorted: number;
  /** Rows that were read from tables and indexes, those that a filter threw away too. */
  read: number;
};

/** Catches the one statement that a function of an adapter sends. */
async function catchQuery(send: (db: Queryable) => Promise<unknown>): Promise<Query> {
  const caught: Query[] = [];
  const db = { query: (query: Query) => (caught.push(query), Promise.resolve({ rows: [] })) };
  // It may not bear that there is no row.
  await Promise.allSettled([send(db as unknown as Queryable)]);
  const [query] = caught;
  if (!query || caught.length !== 1) throw new Error("it sent none, or more than one");
  return query;
}

/**
 * How Postgres carries out a function's statement: planned for these values, or prepared for any, as it is once it was
 * sent a few times.
 */
export async function explain(
  client: Client,
  plan: "custom" | "generic",
  send: (db: Queryable) => Promise<unknown>,
): Promise<Explained> {
  const query = await catchQuery(send);
  await client.query(`set plan_cache_mode = force_${plan}_plan`);
  await client.query(`prepare explained as ${query.text}`);
  try {
    return await explainPrepared(client, { ...query, name: "explained" });
  } finally {
    await client.query("deallocate explained");
  }
}

/** The same of a function's statement as this connection prepared it when it sent it before. */
export const explainSent = async (
  client: Client,
  send: (db: Queryable) => Promise<unknown>,
): Promise<Explained> => explainPrepared(client, await catchQuery(send));

async function explainPrepared(client: Client, { name, values }: Query): Promise<Explained> {
  const given = values.map(literal).join(", ");
  const { rows } = await client.query(
    `explain (analyze, timing off, format json) execute "${name}"(${given})`,
  );
  return inspect(rows[0]["QUERY PLAN"][0].Plan);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  // Of no type, so that it becomes the parameter's.
  if (Array.isArray(value)) return escapeLiteral(`{${value.map(member).join(",")}}`);
  if (value instanceof Date) return escapeLiteral(value.toISOString());
  return escapeLiteral(`${value as string | number}`);
}

const member = (value: unknown): string =>
  value === null ? "null" : JSON.stringify(`${value as string | number}`);

function inspect(root: PlanNode): Explained {
  const explained: Explained = { steps: new Set(), sorted: 0, read: 0 };
  const visit = (node: PlanNode): void => {
    const step = node["Node Type"];
    const rows = node["Actual Rows"] * node["Actual Loops"];
    explained.steps.add(step);
    if (step.includes("Sort")) explained.sorted = Math.max(explained.sorted, rows);
    if (step.endsWith("Scan") && !/^(Function|Subquery|CTE)/.test(step))
      explained.read +=
        rows +
        (node["Rows Removed by Filter"] ?? 0) * node["Actual Loops"] +
        (node["Rows Removed by Index Recheck"] ?? 0) * node["Actual Loops"];
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(root);
  return explained;
}
