/** The parts of the page, in their order. The page's address names them, and they are named in it. */
export const SECTIONS = ["profile", "password", "email", "devices", "deletion"] as const;
export type Section = (typeof SECTIONS)[number];

/** What a form can have done, and in which part that is said. */
export const DONE = {
  "profile-saved": "profile",
  "password-changed": "password",
  "code-sent": "email",
  "email-changed": "email",
  "device-signed-out": "devices",
  "others-signed-out": "devices",
} as const satisfies Record<string, Section>;
export type Done = keyof typeof DONE;

export const isDone = (text: string): text is Done => Object.hasOwn(DONE, text);
