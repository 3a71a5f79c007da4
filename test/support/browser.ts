import { type Browser, type LaunchOptions, chromium } from "playwright-core";
import { findInstalled } from "./installed.ts";

const WHOLE = ["chromium", "chromium-browser", "google-chrome"];
// Without a window at all, it needs two thirds of the time of the others, and keeps no page to come back to.
const SHELL = "chromium-headless-shell";
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the machine's Chromium, the whole of it where that is needed, without a window. Throws when there is none. */
export const launchBrowser = ({
  isWhole = false,
  ...options
}: LaunchOptions & { isWhole?: boolean } = {}): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(isWhole), args: ARGS, ...options });

function findChromium(isWhole: boolean): string {
  const given = process.env["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") return given;
  return isWhole ? findInstalled(...WHOLE) : findInstalled(SHELL, ...WHOLE);
}
