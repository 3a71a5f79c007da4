import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Environment } from "./config-values.ts";
import { parseRedisUrl } from "./redis/redis-url.ts";

const redisUrl = (): z.ZodString =>
  z.string().check((context) => {
    const { problem } = parseRedisUrl(context.value);
    if (problem !== null)
      context.issues.push({ code: "custom", message: problem, input: context.value });
  });

/** Where Redis is, in one of the forms that parseRedisUrl reads, and who vouches for it. */
export const REDIS_VARIABLES = {
  REDIS_URL: redisUrl(),
  // PEM. None trusts whom the system trusts.
  REDIS_CA_FILE: z.string().min(1).optional(),
};

/** What is wrong with the certificates that vouch for Redis. Every problem is one line. */
export function redisProblems({ REDIS_URL = "", REDIS_CA_FILE }: Environment): string[] {
  if (REDIS_CA_FILE === undefined) return [];
  if (parseRedisUrl(REDIS_URL).value?.isTls === false)
    return ["REDIS_CA_FILE: needs a REDIS_URL that begins with rediss"];
  try {
    void new X509Certificate(readFileSync(REDIS_CA_FILE));
    return [];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [
      `REDIS_CA_FILE: ${/^E[A-Z]+$/.test(code ?? "") ? `cannot be read (${code})` : "holds no certificate in PEM"}`,
    ];
  }
}
