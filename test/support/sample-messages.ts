import { LOCALES, type Locale } from "../../src/domain/locale.ts";
import {
  type MessageContent,
  type MessageKind,
  MESSAGE_KINDS,
} from "../../src/email/messages/content.ts";
import type { Brand } from "../../src/email/messages/view.ts";

export const CODE = "0420";

export const BRAND: Brand = {
  productName: "Shop",
  publicUrl: "https://id.shop.test:8443/base",
  accentColor: "#0b5cad",
  backgroundColor: "#f3f4f6",
};

/** One message of each kind. */
export const CONTENTS: Record<MessageKind, MessageContent> = {
  activation_code: { kind: "activation_code", code: CODE, ttlMs: 60_000 },
  already_registered: { kind: "already_registered" },
};

/** Each kind in each language. */
export const EVERY_MESSAGE: [kind: MessageKind, locale: Locale][] = MESSAGE_KINDS.flatMap((kind) =>
  LOCALES.map((locale): [MessageKind, Locale] => [kind, locale]),
);
