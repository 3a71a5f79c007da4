import type { Locale } from "../../domain/locale.ts";
import { ar } from "./ar.ts";
import type { CommonWords } from "./common.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";

export const COMMON_WORDS: Record<Locale, CommonWords> = { en, fr, de, es, ar };
