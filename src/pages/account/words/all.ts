import type { Locale } from "../../../domain/locale.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { AccountWords } from "./words.ts";

export const ACCOUNT_WORDS: Record<Locale, AccountWords> = { en, fr, de, es, ar };
