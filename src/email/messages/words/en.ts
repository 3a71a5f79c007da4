import type { Words } from "./words.ts";

export const en: Words = {
  direction: "ltr",
  days: { one: "one day", other: "{{count}} days" },
  hours: { one: "one hour", other: "{{count}} hours" },
  minutes: { one: "one minute", other: "{{count}} minutes" },
  seconds: { one: "one second", other: "{{count}} seconds" },
  bareLink: "If the button does nothing, open this address in your browser:",
  messages: {
    activation_code: {
      subject: "Your {{product}} activation code",
      preview: "Enter it to activate your account.",
      heading: "Your {{product}} activation code is:",
      paragraphs: [
        "It is valid for {{life}}. If it has run out, ask for a new one.",
        "If you did not sign up, ignore this message and give the code to nobody: nothing happens without it.",
      ],
      linkLabel: "Activate in your browser",
    },
    already_registered: {
      subject: "You already have a {{product}} account",
      preview: "You can sign in with your password.",
      heading: "You already have a {{product}} account",
      paragraphs: [
        "Somebody tried to register at {{product}} with this e\u2011mail address. You already have an account, so please sign in with your password.",
        "If that was not you, there is nothing to do: your account and your password are as they were.",
      ],
    },
    password_reset: {
      subject: "Choose a new {{product}} password",
      preview: "The link is good for {{life}}.",
      heading: "Choose a new {{product}} password",
      paragraphs: [
        "Somebody asked for a new password for the account with this e\u2011mail address. The link below is good for {{life}}, and once.",
        "If that was not you, there is nothing to do: your password stays as it is.",
      ],
      linkLabel: "Choose a new password",
    },
    password_changed: {
      subject: "Your {{product}} password was changed",
      preview: "Every other device was signed out.",
      heading: "Your {{product}} password was changed",
      paragraphs: [
        "Every other device was signed out.",
        "If that was not you, ask for a new password at once: with access to this mailbox you can.",
      ],
    },
    email_change_code: {
      subject: "Confirm your new e\u2011mail address at {{product}}",
      preview: "Enter the code to use this address.",
      heading: "Your code to use this address at {{product}} is:",
      paragraphs: [
        "It is valid for {{life}}.",
        "If you did not ask for it, ignore this message and give the code to nobody: nothing happens without it.",
      ],
    },
    email_taken: {
      subject: "You already have a {{product}} account",
      preview: "Somebody tried to use this address for another account.",
      heading: "This address already has a {{product}} account",
      paragraphs: [
        "Somebody tried to use this e\u2011mail address for another {{product}} account. It belongs to your account, and stays there.",
        "If that was not you, there is nothing to do.",
      ],
    },
    email_changed: {
      subject: "Your {{product}} account has a new e\u2011mail address",
      preview: "If that was not you, you can undo it.",
      heading: "Your {{product}} account has a new e\u2011mail address",
      paragraphs: [
        "From now on you sign in with the new address; this one is no longer used.",
        "If that was not you, the link below puts this address back, signs every device out and voids the password, so that you choose a new one. It is good for {{life}}.",
      ],
      linkLabel: "Undo the change",
    },
    account_deleted: {
      subject: "Your {{product}} account was deleted",
      preview: "Nothing of it is kept.",
      heading: "Your {{product}} account was deleted",
      paragraphs: [
        "It is gone, and so is what we knew about you. Thank you for having been with us.",
      ],
    },
    otp_code: {
      subject: "Your {{product}} code",
      preview: "Enter it where you asked for it.",
      heading: "Your {{product}} code is:",
      paragraphs: [
        "It is for {{audience}}, and valid for {{life}} from when it was asked for.",
        "If you did not ask for it, ignore this message and give the code to nobody: nothing happens without it.",
      ],
    },
  },
};
