import type { Locale } from "../../domain/locale.ts";

export type WelcomeWords = { title: string; lead: string };

export const WELCOME_WORDS: Record<Locale, WelcomeWords> = {
  en: { title: "Welcome", lead: "You are signed in as" },
  fr: { title: "Bienvenue", lead: "Vous êtes connecté en tant que" },
  de: { title: "Willkommen", lead: "Sie sind angemeldet als" },
  es: { title: "Bienvenida", lead: "Ha iniciado sesión como" },
  ar: { title: "مرحبًا", lead: "لقد سجّلت الدخول باسم" },
};
