import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { LOCALES } from "../../domain/locale.ts";
import type { MailText } from "../provider.ts";
import { type OwnTemplate, checkTemplate } from "./check-template.ts";
import { MESSAGE_KINDS } from "./content.ts";

const SIZE_MAX_KIB = 100;

const ENDINGS: Record<string, keyof MailText> = {
  "subject.txt": "subject",
  txt: "text",
  html: "html",
};

/**
 * Reads an operator's templates: `<kind>.<locale>.subject.txt`, `.txt` and `.html`, any of them. Returns every problem
 * as one line that names the file. Hidden files are left alone: a mounted ConfigMap has some.
 */
export async function readOwnTemplates(
  directory: string,
): Promise<{ templates: OwnTemplate[]; problems: string[] }> {
  const templates: OwnTemplate[] = [];
  const problems: string[] = [];
  try {
    const names = (await readdir(directory)).filter((name) => !name.startsWith("."));
    for (const name of names.toSorted()) {
      const read = await readTemplate(directory, name);
      if (read.template) templates.push(read.template);
      for (const problem of read.problems)
        problems.push(`EMAIL_TEMPLATES_DIR: ${JSON.stringify(name)} ${problem}`);
    }
  } catch (error) {
    problems.push(`EMAIL_TEMPLATES_DIR: cannot be read (${nameFault(error)})`);
  }
  return { templates, problems };
}

type Read = { template?: OwnTemplate; problems: string[] };

async function readTemplate(directory: string, name: string): Promise<Read> {
  const [stem = "", locale = "", ...ending] = name.split(".");
  const kind = MESSAGE_KINDS.find((known) => known.replaceAll("_", "-") === stem);
  const known = LOCALES.find((each) => each === locale);
  const part = Object.hasOwn(ENDINGS, ending.join(".")) ? ENDINGS[ending.join(".")] : undefined;
  if (!kind || !known || !part) return { problems: [`is not known: ${EXPECTED}`] };
  const path = join(directory, name);
  try {
    if ((await stat(path)).size > SIZE_MAX_KIB * 1024)
      return { problems: [`is larger than ${SIZE_MAX_KIB} KiB`] };
    const text = decode(await readFile(path));
    if (text === null) return { problems: ["is not UTF-8"] };
    // An editor ends a file with a line break, which is no part of a subject.
    const template = part === "subject" ? text.replace(/\n$/, "") : text;
    const own = { kind, locale: known, part, template };
    const problems = checkTemplate(own);
    return problems.length > 0 ? { problems } : { template: own, problems };
  } catch (error) {
    return { problems: [`cannot be read (${nameFault(error)})`] };
  }
}

const EXPECTED = `a name is ${MESSAGE_KINDS.map((kind) => kind.replaceAll("_", "-")).join(" or ")}, then one of ${LOCALES.join(", ")}, then ${Object.keys(ENDINGS).join(", ")}, with dots between`;

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    return null;
  }
}

const nameFault = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";
