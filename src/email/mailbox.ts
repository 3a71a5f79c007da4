/** A sender as a header has it: the name quoted, whatever it holds, and the address in angle brackets (RFC 5322 §3.4). */
export function formatMailbox({ name, address }: { name: string; address: string }): string {
  const printable = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ");
  return `"${printable.replace(/["\\]/g, String.raw`\$&`)}" <${address}>`;
}

/** Whether a text is one bare address: nothing in it could begin another recipient, a name or a header. */
export const isOneAddress = (text: string): boolean =>
  /^[^\s\p{C},;:<>()[\]"\\@]+@[^\s\p{C},;:<>()[\]"\\@]+$/u.test(text);
