import type { Locale } from "../domain/locale.ts";
import type { MailText } from "./provider.ts";

/** What a message is about. */
export type MessageContent =
  | { kind: "activation_code"; code: string; ttlMs: number }
  | { kind: "already_registered" };

/** Makes what a person gets to read, apart from sending: pure, and the same for every provider. */
export type Messages = (content: MessageContent, locale: Locale) => MailText;

export const createMessages =
  ({ productName }: { productName: string }): Messages =>
  (content) =>
    content.kind === "activation_code"
      ? activationCodeMail({ productName, ...content })
      : alreadyRegisteredMail({ productName });

/** The activation mail. The code stands alone on a line, so that people, phones and screen readers find it. */
export function activationCodeMail(given: {
  productName: string;
  code: string;
  ttlMs: number;
}): MailText {
  const { productName, code } = given;
  const life = describeLife(given.ttlMs);
  return {
    // The code is not in the subject: lock screens show subjects.
    subject: `Your ${productName} activation code`,
    text: [
      `Your ${productName} activation code is:`,
      code,
      `It is valid for ${life}. If it has run out, ask for a new one.`,
      "If you did not sign up, ignore this message: nothing happens without the code.",
    ].join("\n\n"),
    html: page([
      `<p>Your ${escapeHtml(productName)} activation code is:</p>`,
      `<p style="font-size:32px;font-weight:bold;letter-spacing:6px">${escapeHtml(code)}</p>`,
      `<p>It is valid for ${escapeHtml(life)}. If it has run out, ask for a new one.</p>`,
      "<p>If you did not sign up, ignore this message: nothing happens without the code.</p>",
    ]),
  };
}

/** Tells the owner of an active account that somebody, perhaps he himself, registered its address again. */
export function alreadyRegisteredMail(given: { productName: string }): MailText {
  const { productName } = given;
  return {
    subject: `You already have a ${productName} account`,
    text: [
      `Somebody tried to register at ${productName} with this e-mail address. You already have an account here: sign in with your password.`,
      "If that was not you, there is nothing to do: your account and your password are as they were.",
    ].join("\n\n"),
    html: page([
      `<p>Somebody tried to register at ${escapeHtml(productName)} with this e-mail address. You already have an account here: sign in with your password.</p>`,
      "<p>If that was not you, there is nothing to do: your account and your password are as they were.</p>",
    ]),
  };
}

const page = (paragraphs: string[]): string =>
  `<!doctype html><html lang="en"><body style="font-family:sans-serif">${paragraphs.join("")}</body></html>`;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

function describeLife(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds === 60) return "one minute";
  if (seconds === 1) return "one second";
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
}
