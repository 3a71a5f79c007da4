/** Arabic-Indic digits and those of Persian and Urdu: both rows begin at a multiple of sixteen. */
const OTHER_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A code as it is in the mail, whatever blanks, marks of direction, hyphens and digits it was typed with. */
export const plainCode = (typed: string): string =>
  typed
    .replaceAll(/[\s\u200e\u200f-]/g, "")
    .replaceAll(OTHER_DIGIT, (digit) => String(digit.charCodeAt(0) & 15));
