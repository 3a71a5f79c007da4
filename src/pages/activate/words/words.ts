import type { CodeState } from "../../../accounts/describe-account.ts";

/** {{email}}, {{count}}, {{n}} and {{of}} are filled in; when, in the language's own words, is {{when}}. */
export type ActivateWords = {
  title: string;
  lead: string;
  states: Record<CodeState, string>;
  runsOut: string;
  triesLeft: string;
  code: string;
  /** One of the boxes of a code. */
  digit: string;
  codeInvalid: string;
  submit: string;
  resend: string;
  resendWhen: string;
  resendNow: string;
  otherAddress: string;
  /** Where there is no script: what is said was so when the page came. */
  look: string;
  /** Where address and password are asked for. */
  askedLead: string;
  /** The registration of this browser is of no use any more. */
  over: string;
};
