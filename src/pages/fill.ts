import { html } from "hono/html";
import type { Html } from "./site.ts";

/** Fills in markup where a sentence has {{names}}; texts are escaped, and a name that nothing is given for is left out. */
export const fill = (sentence: string, parts: Readonly<Record<string, Html | string>>): Html =>
  // What matches stands at every second place.
  html`${sentence.split(/\{\{(\w+)\}\}/).map((piece, i) => (i % 2 === 0 ? piece : (parts[piece] ?? "")))}`;

/** What is written from left to right, an address or a name, amid words of any direction. */
export const isolated = (text: string): Html => html`<bdi dir="ltr">${text}</bdi>`;
