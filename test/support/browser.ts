import Chromium from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * A headless Chromium. It comes inside an npm package for Linux on x64; elsewhere the machine's own Chrome is asked
 * for.
 */
export async function startBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });
  // The package's flags are for Lambda: with one process for everything, closing a page ends the browser.
  const args = Chromium.args.filter((flag) => !/^--(single-process|no-zygote)/.test(flag));
  return chromium.launch({ args, executablePath: await Chromium.executablePath(), headless: true });
}
