import type { Locale } from "../../domain/locale.ts";

export type LoginWords = {
  title: string;
  submit: string;
  forgot: string;
  noAccount: string;
  signedOut: string;
};

export const LOGIN_WORDS: Record<Locale, LoginWords> = {
  en: {
    title: "Sign in",
    submit: "Sign in",
    forgot: "Forgot your password?",
    noAccount: "No account yet?",
    signedOut: "You are signed out.",
  },
  fr: {
    title: "Se connecter",
    submit: "Se connecter",
    forgot: "Mot de passe oublié ?",
    noAccount: "Pas encore de compte ?",
    signedOut: "Vous êtes déconnecté.",
  },
  de: {
    title: "Anmelden",
    submit: "Anmelden",
    forgot: "Passwort vergessen?",
    noAccount: "Noch kein Konto?",
    signedOut: "Sie sind abgemeldet.",
  },
  es: {
    title: "Iniciar sesión",
    submit: "Iniciar sesión",
    forgot: "¿Ha olvidado su contraseña?",
    noAccount: "¿Aún no tiene cuenta?",
    signedOut: "Ha cerrado la sesión.",
  },
  ar: {
    title: "تسجيل الدخول",
    submit: "تسجيل الدخول",
    forgot: "هل نسيت كلمة المرور؟",
    noAccount: "ليس لديك حساب بعد؟",
    signedOut: "تم تسجيل خروجك.",
  },
};
