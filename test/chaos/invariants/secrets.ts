/** I9: none of what must stay secret is in the lines, as it is, in base64 or as a part of an address. Tells how many. */
export function findSecrets(lines: readonly string[], secrets: ReadonlySet<string>): string[] {
  const forms = new Set<string>();
  for (const secret of secrets)
    for (const form of [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret)])
      forms.add(form.replace(/=+$/, ""));
  let found = 0;
  for (const line of lines)
    // Whole words: thousands of secrets are looked for in a hundred thousand lines.
    for (const [word] of line.matchAll(/[\w+/.%~-]{8,}/g))
      if (wholesOf(word).some((whole) => forms.has(whole))) found++;
  return found === 0 ? [] : [`I9: ${found} secrets are in the logs`];
}

/** What a word may be in whole: base64 has slashes itself, of a path each segment counts; a sentence ends with a dot. */
const wholesOf = (word: string): string[] =>
  [word, ...(word.includes("/") ? word.split("/") : [])].flatMap((each) =>
    each.endsWith(".") ? [each, each.replace(/\.+$/, "")] : each,
  );
