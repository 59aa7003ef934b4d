import type { ElementHandle, Locator, Page } from 'playwright-core';

/** What has the focus: its role and name as assistive software tells them, and whether it can be seen to have it. */
type Stop = { line: string; visible: boolean; wanted: boolean };

const MOST_STOPS = 400;

/**
 * Walks with the Tab key alone, from where the focus is, until the wanted element has it.
 * @returns the stops on the way, the wanted one last.
 * @throws with the stops walked when the element never comes, and for a stop whose focus cannot be seen.
 */
export async function tabTo(page: Page, wanted: Locator): Promise<string[]> {
  const walked: string[] = [];
  const [goal = null] = await wanted.elementHandles();
  for (let i = 0; i < MOST_STOPS; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await stopOn(page, goal);
    if (stop === null) break;
    walked.push(stop.line);
    if (!stop.visible) throw new Error(`No one sees that the focus is on ${stop.line}`);
    if (stop.wanted) return walked;
  }
  throw new Error(`${wanted} never had the focus. The stops were:\n${walked.join('\n')}`);
}

/** Opens a page and walks from its top. */
export async function tabFromTop(page: Page, url: string, wanted: Locator): Promise<string[]> {
  await page.goto(url);
  return tabTo(page, wanted);
}

/**
 * Follows or presses what is wanted with Tab and Enter, and waits for the page that it leads to.
 * @throws when that page has another address than expected.
 */
export async function enterOn(page: Page, wanted: Locator, leadsTo: RegExp): Promise<void> {
  await tabTo(page, wanted);
  const loaded = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await loaded;
  if (!leadsTo.test(page.url())) throw new Error(`${wanted} led to ${page.url()}, not to ${leadsTo}`);
}

export const hasFocus = async (wanted: Locator): Promise<boolean> =>
  (await wanted.count()) > 0 && (await wanted.first().evaluate((element) => element === document.activeElement));

/** Null when the walk has left the page. */
const stopOn = (page: Page, goal: ElementHandle | null): Promise<Stop | null> =>
  page.evaluate((wanted) => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return null;
    const { width, height, left, right } = at.getBoundingClientRect();
    const look = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, clipPath } = getComputedStyle(element);
      return { outline: outlineStyle === 'none' ? '' : outlineWidth, boxShadow, clipPath };
    };
    const focused = look(at);
    // A twin beside it, which has not the focus, shows what the focus adds.
    const twin = at.cloneNode(true) as HTMLElement;
    at.after(twin);
    const plain = look(twin);
    twin.remove();
    const marked = focused.outline !== plain.outline || focused.boxShadow !== plain.boxShadow;
    const onScreen = width > 0 && height > 0 && left < innerWidth && right > 0 && focused.clipPath === 'none';
    const label =
      at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels?.[0]?.textContent : null;
    const name = (at.getAttribute('aria-label') ?? label ?? at.textContent ?? '').replace(/\s+/g, ' ').trim();
    return {
      line: `${at.tagName.toLowerCase()} “${name.slice(0, 60)}”`,
      visible: marked && onScreen,
      wanted: at === wanted,
    };
  }, goal);
