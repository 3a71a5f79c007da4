import { test } from "vitest";
import { MAIL_KINDS, MAIL_STATES } from "../../src/postgres/mail-kinds.ts";

type Words = {
  kindInWords(message: { kind: string }): string;
  stateInWords(message: { state: string }): string;
};
const PAGE = new URL("../../src/features/ops-page/page/", import.meta.url);
const { kindInWords, stateInWords }: Words = await import(new URL("mail-words.js", PAGE).href);

test("the operators' page has words for every kind and state of a message", ({ expect }) => {
  const kinds = MAIL_KINDS.map((kind) => kindInWords({ kind }));
  const states = MAIL_STATES.map((state) => stateInWords({ state }));
  for (const words of [...kinds, ...states]) expect(words).toMatch(/^[A-Z][a-z ,]+$/);
  expect(new Set(kinds).size).toBe(MAIL_KINDS.length);
  // What it has no words for is shown as it is called (control).
  expect(kindInWords({ kind: "a_new_one" })).toBe("a_new_one");
});
