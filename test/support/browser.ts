import { type Browser, type LaunchOptions, chromium } from "playwright-core";
import { findInstalled } from "./installed.ts";

// The first has no window at all, and needs two thirds of the time of the others.
const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
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

/** Starts the machine's Chromium without a window. Throws when there is none. */
export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: ARGS, ...options });

function findChromium(): string {
  const given = process.env["CHROMIUM_PATH"];
  return given !== undefined && given !== "" ? given : findInstalled(...NAMES);
}
