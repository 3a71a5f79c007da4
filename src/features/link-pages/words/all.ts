import type { Locale } from "../../../domain/locale.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { PageWords } from "./words.ts";

export const PAGE_WORDS: Record<Locale, PageWords> = { en, fr, de, es, ar };
