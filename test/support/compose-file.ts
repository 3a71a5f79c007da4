import { readFileSync } from "node:fs";
import { parse } from "yaml";

export type ComposeService = {
  image?: string;
  profiles?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  command?: string[];
  healthcheck?: unknown;
  configs?: { source: string; target: string }[];
  depends_on?: Record<string, { condition: string }>;
};

type ComposeFile = {
  services: Record<string, ComposeService>;
  configs: Record<"haproxy" | "pgbouncer" | "pgbouncer-users", { content: string }>;
};

/** The compose file as an engine reads it, with its anchors merged. */
export const composeFile = parse(
  readFileSync(new URL("../../docker-compose.yml", import.meta.url), "utf8"),
  { merge: true },
) as ComposeFile;
