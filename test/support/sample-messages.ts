import { LOCALES, type Locale } from "../../src/domain/locale.ts";
import {
  type MessageContent,
  type MessageKind,
  MESSAGE_KINDS,
} from "../../src/email/messages/content.ts";
import type { Brand } from "../../src/email/messages/view.ts";

export const CODE = "0420";
export const LINK = "https://id.shop.test/activate#email=ada%40example.com&code=0420";
const TOKEN = "kYx2vQ0JrT7uNQm3cE1sWz5aBd9fGh4iKl6oPq8rStU";

export const BRAND: Brand = {
  productName: "Shop",
  publicUrl: "https://id.shop.test:8443/base",
  accentColor: "#0b5cad",
  backgroundColor: "#f3f4f6",
};

/** One message of each kind. */
export const CONTENTS: Record<MessageKind, MessageContent> = {
  activation_code: {
    kind: "activation_code",
    code: CODE,
    ttlMs: 60_000,
    link: LINK,
  },
  already_registered: { kind: "already_registered" },
  password_reset: {
    kind: "password_reset",
    ttlMs: 900_000,
    link: `https://id.shop.test/reset#token=${TOKEN}`,
  },
  password_changed: { kind: "password_changed" },
  email_change_code: { kind: "email_change_code", code: "04201337", ttlMs: 600_000 },
  email_taken: { kind: "email_taken" },
  email_changed: {
    kind: "email_changed",
    ttlMs: 604_800_000,
    link: `https://id.shop.test/undo-email-change#token=${TOKEN}`,
  },
  account_deleted: { kind: "account_deleted" },
  otp_code: { kind: "otp_code", code: "04201337", ttlMs: 600_000, audience: null },
};

/** Each kind in each language. */
export const EVERY_MESSAGE: [kind: MessageKind, locale: Locale][] = MESSAGE_KINDS.flatMap((kind) =>
  LOCALES.map((locale): [MessageKind, Locale] => [kind, locale]),
);
