import type { Failure } from "../domain/failure.ts";
import type { Context } from "../http/environment.ts";
import { failureOf } from "../http/faults.ts";
import type { Resources } from "../resources.ts";

/** What came of a form's work, a fault as a refusal: for forms that come back with what nobody can type twice. */
export async function settle<Result>(
  c: Context,
  { log }: Pick<Resources, "log">,
  work: Promise<Result>,
): Promise<Result | { ok: false; failure: Failure }> {
  try {
    return await work;
  } catch (error) {
    return { ok: false, failure: failureOf(error, c, log) };
  }
}
