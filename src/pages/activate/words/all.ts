import type { Locale } from "../../../domain/locale.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { ActivateWords } from "./words.ts";

export const ACTIVATE_WORDS: Record<Locale, ActivateWords> = { en, fr, de, es, ar };
