import type { AccountWords } from "./words.ts";

export const en: AccountWords = {
  sections: {
    profile: "Profile",
    password: "Password",
    email: "E\u2011mail address",
    devices: "Devices",
    deletion: "Delete the account",
  },
  done: {
    "profile-saved": "Your profile is saved.",
    "password-changed": "Your password was changed. All other devices were signed out.",
    "code-sent": "A code is on its way to the new address. Enter it below.",
    "email-changed":
      "Your e\u2011mail address was changed. All other devices were signed out, and a mail to the former address says how to undo it.",
    "device-signed-out": "The device was signed out.",
    "others-signed-out": "All other devices were signed out.",
  },
  submit: "Save",
  currentPassword: "Current password",
  profile: {
    username: "Username",
    usernameHint: "3 to 32 letters, digits, _ . or -. Leave it empty to have none.",
    locale: "Language of our mails to you",
  },
  password: {
    lead: "This signs out all other devices; this one stays signed in.",
    submit: "Change the password",
    same: "This is your current password. Choose another one.",
  },
  email: {
    current: "Your address is {{email}}.",
    consequences:
      "When the address changes, all other devices are signed out, and this one stays signed in. The former address gets a mail by which the change can be undone for {{days}} days.",
    undeliverable:
      "Our mails to this address come back, so that you could not reset your password. Please give us another one.",
    states: {
      queued: "We are sending a code to {{email}}.",
      sent: "We sent a code to {{email}}. It is good until {{time}}. Tries left: {{count}}.",
      expired: "The code for {{email}} has run out. Ask for a new one below.",
      exhausted: "There were too many wrong codes for {{email}}. Ask for a new one below.",
      unsent: "The code for {{email}} could not be sent. Ask for a new one below.",
      undeliverable: "The mail to {{email}} could not be delivered. Please check the address.",
    },
    unknown: "Whether you asked for another address cannot be said at the moment.",
    pending: "Until you enter the code, your address stays as it is.",
    code: "Code from the mail",
    confirm: "Change the address",
    codeHint: "{{count}} digits.",
    ask: "Change the address",
    askAgain: "Ask for a new code, or for another address",
    email: "New e\u2011mail address",
    submit: "Send a code there",
    same: "This is your address already.",
  },
  devices: {
    lead: "You are signed in on these devices. Sign out those that you do not know, and change your password.",
    thisOne: "This device",
    used: "Last used {{time}}, from {{place}}",
    signOut: "Sign out",
    signOutOthers: "Sign out all other devices",
    gone: "This device is signed out already.",
  },
  deletion: {
    lead: "The account and all that is known about you are deleted at once. Nobody can undo it.",
    confirmation: "Delete my account for good",
    unconfirmed: "Please tick this box if you want to delete the account.",
    submit: "Delete the account",
  },
};
