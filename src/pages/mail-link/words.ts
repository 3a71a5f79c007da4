import type { Locale } from "../../domain/locale.ts";

export type MailLinkWords = { label: string; hint: string; missing: string };

/** For pages whose link of a mail has to be pasted. */
export const MAIL_LINK_WORDS: Record<Locale, MailLinkWords> = {
  en: {
    label: "Link from the mail",
    hint: "Copy the whole link out of the mail, and paste it here.",
    missing: "This is not the whole link. Copy it out of the mail, and paste it here.",
  },
  fr: {
    label: "Lien du message",
    hint: "Copiez le lien entier du message et collez-le ici.",
    missing: "Ce n’est pas le lien entier. Copiez-le depuis le message et collez-le ici.",
  },
  de: {
    label: "Link aus der E\u2011Mail",
    hint: "Kopieren Sie den ganzen Link aus der E\u2011Mail, und fügen Sie ihn hier ein.",
    missing:
      "Das ist nicht der ganze Link. Kopieren Sie ihn aus der E\u2011Mail, und fügen Sie ihn hier ein.",
  },
  es: {
    label: "Enlace del mensaje",
    hint: "Copie el enlace completo del mensaje y péguelo aquí.",
    missing: "Este no es el enlace completo. Cópielo del mensaje y péguelo aquí.",
  },
  ar: {
    label: "الرابط الوارد في الرسالة",
    hint: "انسخ الرابط كاملًا من الرسالة والصقه هنا.",
    missing: "هذا ليس الرابط كاملًا. انسخه من الرسالة والصقه هنا.",
  },
};
