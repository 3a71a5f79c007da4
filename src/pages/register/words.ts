import type { Locale } from "../../domain/locale.ts";

export type RegisterWords = {
  title: string;
  lead: string;
  submit: string;
  haveAccount: string;
};

export const REGISTER_WORDS: Record<Locale, RegisterWords> = {
  en: {
    title: "Create an account",
    lead: "We send you a code by e\u2011mail, and you type it on the next page.",
    submit: "Create the account",
    haveAccount: "Have an account already?",
  },
  fr: {
    title: "Créer un compte",
    lead: "Vous recevrez un message avec un code, à saisir ici.",
    submit: "Créer le compte",
    haveAccount: "Vous avez déjà un compte\u00a0?",
  },
  de: {
    title: "Konto erstellen",
    lead: "Sie bekommen eine E\u2011Mail mit einem Code und geben ihn hier ein.",
    submit: "Konto erstellen",
    haveAccount: "Haben Sie schon ein Konto?",
  },
  es: {
    title: "Crear una cuenta",
    lead: "Recibirá un mensaje con un código y lo introducirá aquí.",
    submit: "Crear la cuenta",
    haveAccount: "¿Ya tiene una cuenta?",
  },
  ar: {
    title: "إنشاء حساب",
    lead: "ستصلك رسالة فيها رمز تُدخله هنا.",
    submit: "إنشاء الحساب",
    haveAccount: "هل لديك حساب بالفعل؟",
  },
};
