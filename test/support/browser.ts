import Chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PACKAGED = process.platform === 'linux' && process.arch === 'x64';

// No page here draws in 3D, and a GPU thread inside the browser sets the environment while others read it: a crash.
// The package's other two are for Lambda: with one process for everything, closing a page ends the browser.
const UNWANTED = /^--(in-process-gpu|single-process|no-zygote)/;
Chromium.setGraphicsMode = false;

/** Unpacks the browser once, before the first test: two workers that do it at once start each other's half a file. */
export async function setup(): Promise<void> {
  if (PACKAGED) await Chromium.executablePath();
}

/** What a page may be waited for: only what never comes takes so long. */
const PATIENCE_MS = 120_000;

/** An empty page of it, with cookies of its own. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/**
 * A headless Chromium. It comes inside an npm package for Linux on x64; elsewhere the machine's own Chrome is asked
 * for.
 */
export async function startBrowser(): Promise<Browser> {
  if (!PACKAGED) return chromium.launch({ channel: 'chrome' });
  const args = Chromium.args.filter((flag) => !UNWANTED.test(flag));
  return chromium.launch({ args, executablePath: await Chromium.executablePath(), headless: true });
}
