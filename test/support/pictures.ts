import { writeFile } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { encodePalettePng } from "./palette-png.ts";

const DOCS = new URL("../../docs/", import.meta.url);
const WINDOW = { viewport: { width: 400, height: 664 }, deviceScaleFactor: 2 };
const FRAME = "margin:0;padding:8px;background:#d9dce3;display:inline-flex;gap:8px";

type Pixels = { pixels: string; across: number };
/** In the browser: a PNG as its pixels. */
const PIXELS = (png: string): string => `(async () => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64,${png}")).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(new Blob([data]));
  await read;
  return { pixels: reader.result.split(",")[1], across: image.width };
})()`;

/** The README's pictures, which `just screenshots` has a journey write; otherwise none is taken. */
export type Pictures = {
  isOn: boolean;
  /** The window that they are taken of. */
  window: BrowserContextOptions;
  /** Takes one, in light colours unless they are said. */
  take(page: Page, colorScheme?: "light" | "dark"): Promise<void>;
  /** Puts those that were taken side by side into a file of docs/. */
  write(name: string): Promise<void>;
};

export function openPictures(browser: Browser): Pictures {
  const isOn = process.env["SCREENSHOTS"] === "write";
  let taken: Buffer[] = [];
  return {
    isOn,
    window: isOn ? WINDOW : {},
    async take(page, colorScheme = "light") {
      if (!isOn) return;
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      taken.push(await page.screenshot());
      await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    },
    async write(name) {
      if (!isOn) return;
      const page = await browser.newPage({ deviceScaleFactor: 2 });
      const { width } = WINDOW.viewport;
      const images = taken.map(
        (png) => `<img width="${width}" src="data:image/png;base64,${png.toString("base64")}">`,
      );
      await page.setContent(`<body style="${FRAME}">${images.join("")}`);
      const drawn = await page.locator("body").screenshot();
      const { pixels, across } = await page.evaluate<Pixels>(PIXELS(drawn.toString("base64")));
      const png = encodePalettePng(Buffer.from(pixels, "base64"), across);
      await writeFile(new URL(`${name}.png`, DOCS), png);
      await page.close();
      taken = [];
    },
  };
}
