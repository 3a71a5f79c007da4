import type { Locale } from "../../../domain/locale.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Words } from "./words.ts";

export const WORDS: Record<Locale, Words> = { en, fr, de, es, ar };
