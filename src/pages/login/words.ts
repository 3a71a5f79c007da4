import type { Locale } from "../../domain/locale.ts";

export type LoginWords = {
  title: string;
  submit: string;
  forgot: string;
  noAccount: string;
  signedOut: string;
  deleted: string;
};

export const LOGIN_WORDS: Record<Locale, LoginWords> = {
  en: {
    title: "Sign in",
    submit: "Sign in",
    forgot: "Forgot your password?",
    noAccount: "No account yet?",
    signedOut: "You are signed out.",
    deleted: "Your account was deleted.",
  },
  fr: {
    title: "Se connecter",
    submit: "Se connecter",
    forgot: "Mot de passe oublié ?",
    noAccount: "Pas encore de compte ?",
    signedOut: "Vous êtes déconnecté.",
    deleted: "Votre compte a été supprimé.",
  },
  de: {
    title: "Anmelden",
    submit: "Anmelden",
    forgot: "Passwort vergessen?",
    noAccount: "Noch kein Konto?",
    signedOut: "Sie sind abgemeldet.",
    deleted: "Ihr Konto wurde gelöscht.",
  },
  es: {
    title: "Iniciar sesión",
    submit: "Iniciar sesión",
    forgot: "¿Ha olvidado su contraseña?",
    noAccount: "¿Aún no tiene cuenta?",
    signedOut: "Ha cerrado la sesión.",
    deleted: "Su cuenta se ha eliminado.",
  },
  ar: {
    title: "تسجيل الدخول",
    submit: "تسجيل الدخول",
    forgot: "هل نسيت كلمة المرور؟",
    noAccount: "ليس لديك حساب بعد؟",
    signedOut: "تم تسجيل خروجك.",
    deleted: "تم حذف حسابك.",
  },
};
