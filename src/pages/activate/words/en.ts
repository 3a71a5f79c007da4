import type { ActivateWords } from "./words.ts";

export const en: ActivateWords = {
  title: "Activate your account",
  lead: "The mail with your code goes to {{email}}.",
  states: {
    queued: "The mail is on its way.",
    sent: "The mail was sent. Type its code here.",
    expired: "The code has run out. Ask for a new one.",
    exhausted: "There were too many wrong codes. Ask for a new one.",
    unsent: "The mail could not be sent in time. Ask for a new code.",
    undeliverable:
      "We could not deliver the mail. Is the address right? If it is not, create your account again with the right one. If it is, its mailbox may be full, or refuse our mails.",
  },
  runsOut: "The code runs out {{when}}.",
  triesLeft: "Tries left: {{count}}.",
  code: "Code",
  digit: "Digit {{n}} of {{of}}",
  codeInvalid: "The code is the number in the mail: 4 digits, or 8 where the mail has 8.",
  submit: "Activate",
  resend: "Send a new code",
  resendWhen: "You can ask for a new code {{when}}.",
  resendNow: "You can ask for a new code now.",
  otherAddress: "Use another address",
  look: "See how it stands now",
  askedLead:
    "Enter the address and the password that you registered with, and the code of the mail.",
  over: "This registration is no longer open: it was too long ago, or the address was registered again. Enter the code of the newest mail and the password of that registration, or create your account again.",
};
