import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { type OAuthOutcome, refuseOAuth } from "../domain/oauth-error.ts";
import type { Context } from "./environment.ts";

/** The parameters of a request that have a value, each once. */
export type Form = ReadonlyMap<string, string>;

export const FORM_TYPE = "application/x-www-form-urlencoded";

/**
 * Reads a form in UTF-8, in which no parameter is there twice; one without a value is not there. What is in the URL does
 * not count.
 */
export async function readForm(
  c: Context,
): Promise<Outcome<Form, "unsupported_media_type" | "malformed_request">> {
  const { headers } = c.req.raw;
  const type = /^([^\s;]+)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.exec(
    headers.get("content-type") ?? "",
  );
  if (type?.[1]?.toLowerCase() !== FORM_TYPE || headers.has("content-encoding"))
    return refuse("unsupported_media_type", { detail: `The body must be ${FORM_TYPE}` });
  const text = decode(await c.req.arrayBuffer());
  if (text === null) return refuse("malformed_request", { detail: "The body must be UTF-8" });
  const given = [...new URLSearchParams(text)];
  if (new Set(given.map(([name]) => name)).size < given.length)
    return refuse("malformed_request", { detail: "A parameter is there twice" });
  return accept(new Map(given.filter(([, value]) => value !== "")));
}

/** The same as OAuth answers it (RFC 6749 §3.2). */
export async function readOAuthForm(c: Context): Promise<OAuthOutcome<Form>> {
  const form = await readForm(c);
  if (form.ok) return form;
  const { detail } = form.failure;
  return refuseOAuth("invalid_request", detail === undefined ? {} : { detail });
}

// URLSearchParams puts replacement characters where it cannot decode: two secrets would be one.
function decode(body: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    decodeURIComponent(text);
    return text;
  } catch {
    return null;
  }
}
