import type { PageWords } from "./words.ts";

export const en: PageWords = {
  direction: "ltr",
  noScript: "This page needs JavaScript.",
  email: "E\u2011mail address",
  password: "Password",
  show: "Show",
  hide: "Hide",
  reset: {
    title: "Choose a new password",
    ask: {
      lead: "Enter your e\u2011mail address, and we send you a link to choose a new password.",
      submit: "Send the link",
    },
    sent: {
      title: "Look into your inbox",
      text: "If the address has an account, a mail with a link is on its way. The link is good for {{life}}. Is nothing there? Look among the spam, and check the address.",
    },
    choose: {
      lead: "All devices will be signed out. Then you sign in with the new password.",
      password: "New password",
      hint: "{{min}} characters at least. Long is better than complicated.",
      submit: "Save the password",
    },
    done: {
      title: "Your password was changed",
      text: "All devices were signed out. Sign in with the new password.",
    },
  },
  undo: {
    title: "Undo the new e\u2011mail address",
    lead: "Your account gets back the address that the mail with this link came to. The newer address is removed, all devices are signed out, and you choose a new password.",
    submit: "Undo the change",
    reset: "Choose a new password",
    done: {
      title: "The change was undone",
      text: "Your account has its former address again, and all devices were signed out. Its password is no longer good, for whoever changed the address knew it: choose a new one now.",
    },
    expired: {
      title: "This link is no longer good",
      text: "It was used, or is too old. Nothing was changed.",
    },
    taken: {
      title: "The address is in use",
      text: "Another account has this address now, so that it cannot be put back. Nothing was changed.",
    },
    missing: { title: "The link is not whole", text: "Open this page by the link of the mail." },
  },
  says: {
    busy: "One moment …",
    invalid_credentials: "The e\u2011mail address or the password is wrong.",
    code_incorrect: "The code is wrong. Tries left: {{count}}.",
    code_expired: "The code has run out.",
    code_exhausted: "There were too many wrong codes.",
    code_sent: "A new code is on its way. Enter it here, or open the link of the new mail.",
    resend_too_soon: "The last code was sent only a moment ago.",
    rate_limited: "There were too many tries.",
    unavailable: "The service is not available at the moment. Nothing was changed.",
    unreachable: "The service cannot be reached. Check your connection, and try again.",
    failed: "Something went wrong on our side. Please try again later.",
    invalid_request: "Please check what you entered.",
    link_expired: "This link was used, or is too old. Ask for a new one.",
    password_length: "The password must have {{min}} to 256 characters.",
    password_refused: "The password is too easy to guess. Choose another one.",
    refused_too_common: "Many people use this password, so it is tried first. Choose another one.",
    refused_contains_context:
      "The password is made of names that are easy to guess, such as your address. Choose another one.",
    refused_repetitive: "The password repeats itself. Choose another one.",
    refused_breached: "This password is known from a data breach elsewhere. Choose another one.",
    again: "You can try again {{when}}.",
    again_now: "You can try again now.",
  },
};
