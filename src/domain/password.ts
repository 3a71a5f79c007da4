/** Bounds that hold before anything is hashed, so that a long password costs nothing. */
export const PASSWORD_MAX_CHARACTERS = 256;
export const PASSWORD_MAX_BYTES = 1024;

/** Typed apart, a text can be up to four times as long as composed (Unicode UAX #15 on NFC expansion). */
const TYPED_LENGTH_MAX = 4 * PASSWORD_MAX_BYTES;

// C0, DEL and C1 controls: RFC 7617 §2 forbids them in Basic credentials, so no account may have one.
// oxlint-disable-next-line no-control-regex -- controls are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Brings a password to the form that is hashed: Unicode NFC, on registration and on sign-in alike.
 * Returns null when no account can have it: empty, too long, with controls or lone surrogates.
 */
export function normalisePassword(text: string): string | null {
  if (text === "" || text.length > TYPED_LENGTH_MAX || CONTROL.test(text) || !text.isWellFormed())
    return null;
  const normalised = text.normalize("NFC");
  if (countCharacters(normalised) > PASSWORD_MAX_CHARACTERS) return null;
  if (Buffer.byteLength(normalised) > PASSWORD_MAX_BYTES) return null;
  return normalised;
}

/** Length as people count it for rules: Unicode code points. */
export const countCharacters = (text: string): number => Array.from(text).length;
