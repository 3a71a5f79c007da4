import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { LOCALES } from "../../src/domain/locale.ts";
import { createMessages } from "../../src/email/messages/messages.ts";
import { launchBrowser } from "../support/browser.ts";
import { type MailPage, openMailPage } from "../support/mail-page.ts";
import { BRAND, CODE, CONTENTS, EVERY_MESSAGE } from "../support/sample-messages.ts";

const PICTURES = new URL("../../.data/mail-pictures/", import.meta.url);
const CARD_STYLE = "getComputedStyle(document.querySelector('.card'))";
const messages = createMessages(BRAND);

let browser: Browser;
beforeAll(async () => {
  [browser] = await Promise.all([launchBrowser(), mkdir(PICTURES, { recursive: true })]);
});
afterAll(async () => {
  if (process.env["MAIL_PICTURE"] === "write") await drawPicture();
  await browser.close();
});

describe.for([
  ["light", 320],
  ["light", 640],
  ["dark", 320],
  ["dark", 640],
] as const)("in %s colours, %i pixels wide,", ([colorScheme, width]) => {
  let mail: MailPage;
  beforeAll(async () => {
    mail = await openMailPage(browser, colorScheme, width);
  });
  afterAll(() => mail[Symbol.asyncDispose]());

  test.for(EVERY_MESSAGE)(
    "%s in %s has no fault that axe finds, fits, loads nothing and shows its code",
    async ([kind, locale], { expect }) => {
      await mail.show(messages(CONTENTS[kind], locale).html);
      expect(await mail.findFaults()).toEqual([]);
      expect(await mail.overflow()).toBeLessThanOrEqual(0);
      expect(await mail.page.evaluate(`${CARD_STYLE}.direction`)).toBe(
        locale === "ar" ? "rtl" : "ltr",
      );
      expect(await mail.page.evaluate(`${CARD_STYLE}.backgroundColor`)).toBe(
        colorScheme === "dark" ? "rgb(29, 32, 38)" : "rgb(255, 255, 255)",
      );
      const content = CONTENTS[kind];
      if ("code" in content) expect(await mail.seenCode()).toBe(content.code);
      expect(mail.requests).toEqual([]);
      const name = `${kind}.${locale}.${colorScheme}.${width}.png`;
      await writeFile(new URL(name, PICTURES), await mail.page.screenshot({ fullPage: true }));
    },
  );

  test("eight digits and the longest product name fit, and odd colours leave all of it readable", async ({
    expect,
  }) => {
    const brand = {
      ...BRAND,
      productName: "W".repeat(60),
      publicUrl: `https://${"w".repeat(60)}.test`,
      accentColor: "#ffff00",
      backgroundColor: "#000000",
    };
    const link = `https://${"w".repeat(60)}.test/activate#email=${"w".repeat(250)}`;
    const content = { ...CONTENTS.activation_code, code: "04201337", link };
    await mail.show(createMessages(brand)(content, "ar").html);
    expect(await mail.findFaults()).toEqual([]);
    expect(await mail.overflow()).toBeLessThanOrEqual(0);
    expect(await mail.seenCode()).toBe("04201337");
  });

  test.for(LOCALES)(
    "in %s twelve digits stand in one line, and the longest audience fits",
    async (locale, { expect }) => {
      const content = {
        ...CONTENTS.otp_code,
        code: "042013370420",
        audience: "w".repeat(255),
      } as const;
      await mail.show(messages(content, locale).html);
      expect(await mail.findFaults()).toEqual([]);
      expect(await mail.overflow()).toBeLessThanOrEqual(0);
      expect(await mail.seenCode()).toBe(content.code);
      const name = `otp_code.12.${locale}.${colorScheme}.${width}.png`;
      await writeFile(new URL(name, PICTURES), await mail.page.screenshot({ fullPage: true }));
      // In the size of other codes they would not (control).
      await mail.page.evaluate("document.querySelector('.code').style.fontSize = '36px'");
      expect((await mail.seenCode()) === content.code).toBe(width > 320);
    },
  );

  test("what these tests look for is found where it is (controls)", async ({ expect }) => {
    const { page } = mail;
    await mail.show(messages(CONTENTS.activation_code, "ar").html);
    await page.evaluate("document.querySelector('.aside:last-of-type').style.color = '#777'");
    await page.evaluate("document.querySelector('.aside:last-of-type').style.background = '#888'");
    expect(await mail.findFaults()).toEqual([expect.stringContaining("color-contrast")]);
    await page.evaluate("document.querySelector('.code').innerHTML = '<span>٠٤٢٠</span>'");
    expect(await mail.seenCode()).not.toBe(CODE);
    await page.evaluate("document.querySelector('.card').style.width = '2000px'");
    await page.evaluate("document.querySelector('.card').style.maxWidth = 'none'");
    expect(await mail.overflow()).toBeGreaterThan(0);
    const before = mail.requests.length;
    await mail.show("<img src='http://127.0.0.1:1/pixel.png'>");
    expect(mail.requests.splice(before)).toEqual(["http://127.0.0.1:1/pixel.png"]);
  });
});

test.for(LOCALES)(
  "in %s the code is read out digit by digit and copied as it is",
  async (locale, { expect }) => {
    await using mail = await openMailPage(browser, "light", 320);
    await mail.show(messages(CONTENTS.activation_code, locale).html);
    const code = mail.page.getByRole("img", { name: "0 4 2 0", exact: true });
    await code.click();
    expect(await mail.page.evaluate("getSelection().toString().trim()")).toBe(CODE);
  },
);

/** `MAIL_PICTURE=write just test browser/messages` draws the README's picture anew, out of those of the tests. */
async function drawPicture(): Promise<void> {
  const names = [...LOCALES.map((locale) => `${locale}.light`), "en.dark"];
  const pictures = await Promise.all(
    names.map((name) => readFile(new URL(`activation_code.${name}.320.png`, PICTURES), "base64")),
  );
  const page = await browser.newPage({ viewport: { width: 992, height: 100 } });
  await page.setContent(
    `<body style="margin:8px;display:flex;flex-wrap:wrap;align-items:flex-start;gap:8px;background:#8a919b">
    ${pictures.map((each) => `<img src="data:image/png;base64,${each}">`).join("")}`,
  );
  const path = new URL("../../docs/mails.png", import.meta.url);
  await writeFile(path, await page.screenshot({ fullPage: true }));
}
