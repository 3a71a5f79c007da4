import type { Words } from "./words.ts";

export const en: Words = {
  direction: "ltr",
  minutes: { one: "one minute", other: "{{count}} minutes" },
  seconds: { one: "one second", other: "{{count}} seconds" },
  messages: {
    activation_code: {
      subject: "Your {{product}} activation code",
      preview: "Enter it to activate your account.",
      heading: "Your {{product}} activation code is:",
      paragraphs: [
        "It is valid for {{life}}. If it has run out, ask for a new one.",
        "If you did not sign up, ignore this message and give the code to nobody: nothing happens without it.",
      ],
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
  },
};
