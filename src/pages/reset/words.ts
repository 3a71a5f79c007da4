import type { Locale } from "../../domain/locale.ts";

export type ResetWords = {
  title: string;
  lead: string;
  submit: string;
  /** For whose link is no good. */
  otherLink: string;
};

export const RESET_WORDS: Record<Locale, ResetWords> = {
  en: {
    title: "Choose a new password",
    lead: "All devices will be signed out. Then you sign in with the new password.",
    submit: "Save the password",
    otherLink: "Ask for a new link",
  },
  fr: {
    title: "Choisissez un nouveau mot de passe",
    lead: "Tous les appareils seront déconnectés. Vous vous connecterez ensuite avec le nouveau mot de passe.",
    submit: "Enregistrer le mot de passe",
    otherLink: "Demander un nouveau lien",
  },
  de: {
    title: "Neues Passwort wählen",
    lead: "Alle Geräte werden abgemeldet. Danach melden Sie sich mit dem neuen Passwort an.",
    submit: "Passwort speichern",
    otherLink: "Neuen Link anfordern",
  },
  es: {
    title: "Elija una nueva contraseña",
    lead: "Se cerrará la sesión en todos los dispositivos. Después, inicie sesión con la nueva contraseña.",
    submit: "Guardar la contraseña",
    otherLink: "Solicitar un enlace nuevo",
  },
  ar: {
    title: "اختيار كلمة مرور جديدة",
    lead: "سيتم تسجيل الخروج من جميع الأجهزة، ثم يمكنك تسجيل الدخول بكلمة المرور الجديدة.",
    submit: "حفظ كلمة المرور",
    otherLink: "طلب رابط جديد",
  },
};
