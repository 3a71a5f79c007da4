import { readableOn } from "../../domain/contrast.ts";
import type { Locale } from "../../domain/locale.ts";
import { type CarriedValues, type MessageKind, carries } from "./content.ts";
import { describeLife } from "./life.ts";
import type { View } from "./render.ts";
import { WORDS } from "./words/all.ts";

/** What is the same in all messages of a service. */
export type Brand = {
  productName: string;
  /** Where the service is reached from outside: phones fill its codes in on pages of this host alone. */
  publicUrl: string;
  accentColor: string;
  backgroundColor: string;
};

const SHARED = [
  "product",
  "host",
  "locale",
  "dir",
  "accent_color",
  "on_accent_color",
  "background_color",
];

/** What a template of a kind may name. */
export const variablesOf = (kind: MessageKind): string[] => [
  ...SHARED,
  ...(carries(kind, "code") ? ["code", "spoken_code", "origin_line"] : []),
  ...(carries(kind, "link") ? ["link"] : []),
  ...(carries(kind, "audience") ? ["audience"] : []),
  ...(carries(kind, "code") || carries(kind, "link") ? ["life"] : []),
];

/** The values of a message's variables: exactly those of variablesOf. */
export function viewOf(brand: Brand, carried: CarriedValues, locale: Locale): View {
  const { code, link, ttlMs, audience } = carried;
  const host = new URL(brand.publicUrl).hostname;
  const shared = {
    product: brand.productName,
    host,
    locale,
    dir: WORDS[locale].direction,
    accent_color: brand.accentColor,
    on_accent_color: readableOn(brand.accentColor),
    background_color: brand.backgroundColor,
  };
  return {
    ...shared,
    ...(code !== undefined && {
      code,
      // What screen readers say in place of "0420", four hundred and twenty; to copy, that stays one piece of text.
      spoken_code: code.split("").join(" "),
      origin_line: originLine(typeof audience === "string" ? hostOf(audience) : host, code),
    }),
    // Without what mail programs make a link of.
    ...(audience !== undefined && { audience: audience?.replace(/^https?:\/\//, "") ?? host }),
    ...(link !== undefined && { link }),
    ...(ttlMs !== undefined && { life: describeLife(ttlMs, locale) }),
  };
}

/** Where a code for an audience is typed; null when its name does not tell. */
const hostOf = (audience: string): string | null =>
  audience.startsWith("https://") ? (URL.parse(audience)?.hostname ?? null) : null;

/**
 * The last line of a text with a code, by which phones know what pages it is for (WICG, origin-bound one-time codes). Of
 * unknown pages it says nothing: phones would offer the code on those that it names.
 */
const originLine = (host: string | null, code: string): string =>
  host === null ? "" : `@${host} #${code}`;
