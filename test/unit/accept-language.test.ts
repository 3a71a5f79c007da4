import { Hono } from "hono";
import { describe, test } from "vitest";
import type { Locale } from "../../src/domain/locale.ts";
import type { HttpEnvironment } from "../../src/http/environment.ts";
import { preferredLocale } from "../../src/http/locale.ts";

async function ask(header: string | undefined, otherwise: Locale = "en"): Promise<string> {
  const app = new Hono<HttpEnvironment>().get("/", (c) => c.text(preferredLocale(c, otherwise)));
  const headers = header === undefined ? {} : { "Accept-Language": header };
  return (await app.request("/", { headers })).text();
}

describe("Accept-Language", () => {
  test.for<[header: string | undefined, locale: Locale]>([
    ["de", "de"],
    ["DE", "de"],
    ["de-AT", "de"],
    ["ar-EG", "ar"],
    ["es-419", "es"],
    ["zh-Hant, fr-CH;q=0.8", "fr"],
    ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
    ["en;q=0.2, ar;q=0.9, de;q=0.5", "ar"],
    ["de ; q=0.5 ,\tes;q=0.6", "es"],
    ["de, fr", "de"],
    ["de;q=0, fr;q=0.001", "fr"],
    ["de;q=0", "en"],
    ["it, ja", "en"],
    ["*", "en"],
    ["it, *;q=0.5", "en"],
    ["*, de;q=0.5", "en"],
    ["en;q=0, *", "fr"],
    [undefined, "en"],
    ["", "en"],
  ])("%s asks for %s, where English is the usual one", async ([header, locale], { expect }) => {
    expect(await ask(header)).toBe(locale);
  });

  test("that asks for nothing there is leaves the usual language, whichever that is", async ({
    expect,
  }) => {
    for (const header of [undefined, "it", "*", "*;q=0.1", "ar;q=0"])
      expect(await ask(header, "es"), header).toBe("es");
    expect(await ask("fr", "es")).toBe("fr");
  });

  test.for([
    ";;;===",
    "q=1",
    "d\u00e9;q=\u00e4",
    "de_DE",
    "german",
    `"de"`,
    "-de",
    "<script>",
    "__proto__, constructor;q=0.9",
    ";q=1, ;q=0",
  ])("of %s is passed over", async (header, { expect }) => {
    expect(await ask(header)).toBe("en");
    expect(await ask(`${header}, ar;q=0.1`)).toMatch(/^(en|ar)$/);
  });

  test.for([
    [",".repeat(8192), "en"],
    [`${",".repeat(8000)}de`, "de"],
    [`${"xx;q=0.9,".repeat(900)}fr;q=0.1`, "fr"],
    ["de-".repeat(2700), "de"],
    [`de;${"a=b;".repeat(2000)}q=0.5`, "de"],
    [";".repeat(8192), "en"],
    ['"'.repeat(8192), "en"],
  ] as const)("of 8 KB is read like others, and soon", async ([header, locale], { expect }) => {
    const startedAt = process.cpuUsage();
    expect(await ask(header)).toBe(locale);
    const { user, system } = process.cpuUsage(startedAt);
    expect(user + system).toBeLessThan(1_000_000);
  });
});
