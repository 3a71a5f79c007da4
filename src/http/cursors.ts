import { z } from "@hono/zod-openapi";
import { EncryptJWT, errors, jwtDecrypt } from "jose";
import { type Outcome, accept, refuse } from "../domain/failure.ts";
import type { Keys } from "../keys.ts";

const KEY_MANAGEMENT = "dir";
const ENCRYPTION = "A256GCM";
const CURSOR_MAX = 4096;

/** How many entries a page of a list has. */
export const pageLimitSchema = (
  max: number,
  standard: number,
): z.ZodType<number, string | undefined> =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `must be 1 to ${max}`)
    .transform(Number)
    .pipe(z.int().max(max))
    .default(standard)
    .openapi({ type: "integer", minimum: 1, maximum: max, default: standard });

/** Where a list goes on: what the page before called next. */
export const cursorSchema = z.string().max(CURSOR_MAX).optional();

/**
 * Seals where a list goes on (JWE, RFC 7516): addresses and the numbers of rows, which belong in no URL. It is good for
 * this list alone, with these filters.
 */
export const sealCursor = (
  { cursor: key }: Pick<Keys, "cursor">,
  list: string,
  after: readonly string[],
): Promise<string> =>
  new EncryptJWT({ after })
    .setProtectedHeader({ alg: KEY_MANAGEMENT, enc: ENCRYPTION })
    .setAudience(list)
    .encrypt(key);

/** Reads such a place; null for the beginning of the list. Refuses whatever the list never called next. */
export async function openCursor(
  { cursor: key }: Pick<Keys, "cursor">,
  list: string,
  cursor: string | undefined,
): Promise<Outcome<string[] | null, "invalid_request">> {
  if (cursor === undefined) return accept(null);
  try {
    const { payload } = await jwtDecrypt<{ after: string[] }>(cursor, key, {
      keyManagementAlgorithms: [KEY_MANAGEMENT],
      contentEncryptionAlgorithms: [ENCRYPTION],
      audience: list,
    });
    return accept(payload.after);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    const message = "is not what this list called next";
    return refuse("invalid_request", { errors: [{ field: "cursor", message }] });
  }
}
