import type { Locale } from "../../domain/locale.ts";

export type LoginWords = {
  title: string;
  submit: string;
  forgot: string;
  noAccount: string;
  signedOut: string;
  alreadyActive: string;
  passwordChanged: string;
  deleted: string;
};

export const LOGIN_WORDS: Record<Locale, LoginWords> = {
  en: {
    title: "Sign in",
    submit: "Sign in",
    forgot: "Forgot your password?",
    noAccount: "No account yet?",
    signedOut: "You are signed out.",
    alreadyActive: "Your account is active already. Please sign in.",
    passwordChanged:
      "Your password was changed, and all devices were signed out. Sign in with the new one.",
    deleted: "Your account was deleted.",
  },
  fr: {
    title: "Se connecter",
    submit: "Se connecter",
    forgot: "Mot de passe oublié\u00a0?",
    noAccount: "Pas encore de compte\u00a0?",
    signedOut: "Vous êtes déconnecté.",
    alreadyActive: "Votre compte est déjà actif. Veuillez vous connecter.",
    passwordChanged:
      "Votre mot de passe a été modifié, et tous les appareils ont été déconnectés. Connectez-vous avec le nouveau.",
    deleted: "Votre compte a été supprimé.",
  },
  de: {
    title: "Anmelden",
    submit: "Anmelden",
    forgot: "Passwort vergessen?",
    noAccount: "Noch kein Konto?",
    signedOut: "Sie sind abgemeldet.",
    alreadyActive: "Ihr Konto ist bereits aktiv. Bitte melden Sie sich an.",
    passwordChanged:
      "Ihr Passwort wurde geändert, und alle Geräte wurden abgemeldet. Melden Sie sich mit dem neuen an.",
    deleted: "Ihr Konto wurde gelöscht.",
  },
  es: {
    title: "Iniciar sesión",
    submit: "Iniciar sesión",
    forgot: "¿Ha olvidado su contraseña?",
    noAccount: "¿Aún no tiene cuenta?",
    signedOut: "Ha cerrado la sesión.",
    alreadyActive: "Su cuenta ya está activa. Inicie sesión.",
    passwordChanged:
      "Se ha cambiado su contraseña y se ha cerrado la sesión en todos los dispositivos. Inicie sesión con la nueva.",
    deleted: "Su cuenta se ha eliminado.",
  },
  ar: {
    title: "تسجيل الدخول",
    submit: "تسجيل الدخول",
    forgot: "هل نسيت كلمة المرور؟",
    noAccount: "ليس لديك حساب بعد؟",
    signedOut: "تم تسجيل خروجك.",
    alreadyActive: "حسابك مفعّل بالفعل. يُرجى تسجيل الدخول.",
    passwordChanged:
      "تم تغيير كلمة المرور وتسجيل الخروج من جميع الأجهزة. يُرجى تسجيل الدخول بكلمة المرور الجديدة.",
    deleted: "تم حذف حسابك.",
  },
};
