import { ROOT, stable } from '../publication/files/names.ts';
import type { PagesInput } from '../publication/types.ts';
import { cataloguePage } from './catalogue-page.ts';
import { datasetPage } from './dataset-page.ts';
import { SITE_CSS } from './site-css.ts';

/**
 * The pages of a release, by path from the site's root. The same release gives the same bytes.
 * @throws Error that names the dataset whose chart.json asks for a column that it has not
 */
export function pages(input: PagesInput): Map<string, string> {
  return new Map([
    [`${ROOT}index.html`, cataloguePage(input)],
    [`${ROOT}site.css`, SITE_CSS],
    ...input.datasets.map((each) => [stable(each.name, 'index.html'), datasetPage(each, input)] as const),
  ]);
}
