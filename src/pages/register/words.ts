import type { Locale } from "../../domain/locale.ts";

/** {{min}} is how many characters a password has at least. */
export type RegisterWords = {
  title: string;
  lead: string;
  hint: string;
  submit: string;
  haveAccount: string;
};

export const REGISTER_WORDS: Record<Locale, RegisterWords> = {
  en: {
    title: "Create an account",
    lead: "You get a mail with a code, and type it here.",
    hint: "{{min}} characters at least. Long is better than complicated.",
    submit: "Create the account",
    haveAccount: "Have an account already?",
  },
  fr: {
    title: "Créer un compte",
    lead: "Vous recevrez un message avec un code, à saisir ici.",
    hint: "{{min}} caractères au moins. Long vaut mieux que compliqué.",
    submit: "Créer le compte",
    haveAccount: "Vous avez déjà un compte\u00a0?",
  },
  de: {
    title: "Konto erstellen",
    lead: "Sie bekommen eine E\u2011Mail mit einem Code und geben ihn hier ein.",
    hint: "Mindestens {{min}} Zeichen. Lang ist besser als kompliziert.",
    submit: "Konto erstellen",
    haveAccount: "Haben Sie schon ein Konto?",
  },
  es: {
    title: "Crear una cuenta",
    lead: "Recibirá un mensaje con un código y lo introducirá aquí.",
    hint: "{{min}} caracteres como mínimo. Mejor larga que complicada.",
    submit: "Crear la cuenta",
    haveAccount: "¿Ya tiene una cuenta?",
  },
  ar: {
    title: "إنشاء حساب",
    lead: "ستصلك رسالة فيها رمز تُدخله هنا.",
    hint: "{{min}} أحرف أو أكثر. الطول أفضل من التعقيد.",
    submit: "إنشاء الحساب",
    haveAccount: "هل لديك حساب بالفعل؟",
  },
};
