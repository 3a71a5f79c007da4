import type { Failure, FailureCode } from "../../domain/failure.ts";
import type { Context } from "../../http/environment.ts";
import type { Form } from "../../http/form.ts";
import type { PageCaller } from "../../http/page-caller.ts";
import type { PolicyName } from "../../limits/policies.ts";
import type { Resources } from "../../resources.ts";
import type { Site } from "../site.ts";
import { DONE, type Done, type Section } from "./sections.ts";

/** Who sent a form, and what he typed. */
export type Sent = { caller: PageCaller; form: Form };

/** How a form went. */
export type Result =
  /** Done: the page to go on with. */
  | { to: string }
  /** Refused; in other words than all pages have for it, where they would not fit. */
  | { failure: Failure; text?: string }
  /** What is wrong with its fields. */
  | { errors: Record<string, string> };

/** One form of the page. It does what a route of the API does, by the same verb and under the same limits. */
export type AccountForm = {
  /** Where it is posted to, below /account. */
  path: string;
  section: Section;
  /** What is spent besides what every page of his spends. */
  limits?: readonly PolicyName[];
  /** The fields that a refusal is about; every other one is told above the form. */
  fields?: Partial<Record<FailureCode, string>>;
  /** Which fields are filled in again when it is refused; never a password. */
  kept?: readonly string[];
  act(c: Context, parts: { site: Site; resources: Resources }, sent: Sent): Promise<Result>;
};

/** Leads to the part of the page that says what was done. */
export const doneWith = (done: Done): Result => ({ to: `account?done=${done}#${DONE[done]}` });
