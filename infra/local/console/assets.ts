import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Asset = { body: string; contentType: string };

const PUBLIC = join(import.meta.dirname, 'public');

/**
 * GOV.UK Frontend's styles without what only GOV.UK may use: the GDS Transport typeface and the crest.
 * @param css the package's own minified style sheet.
 */
export const withoutGovukBrand = (css: string): string =>
  css
    .replace(/@font-face\{[^}]*\}/g, '')
    .replaceAll(/"?GDS Transport"?,/g, '')
    .replace(/url\([^)]*govuk-crest[^)]*\)/g, 'none')
    .replace(/\/\*# sourceMappingURL=.*\*\//, '');

const own = (name: string, contentType: string): Record<string, Asset> => ({
  [name]: { body: readFileSync(join(PUBLIC, name), 'utf8'), contentType },
});

/** Everything the page loads, from this folder and from the installed package: nothing comes from elsewhere. */
export function readAssets(): Record<string, Asset> {
  const require = createRequire(import.meta.url);
  const govuk = readFileSync(require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8');
  return {
    'govuk.css': { body: withoutGovukBrand(govuk), contentType: 'text/css; charset=utf-8' },
    ...own('console.css', 'text/css; charset=utf-8'),
    ...own('live.js', 'text/javascript; charset=utf-8'),
    ...own('morph.js', 'text/javascript; charset=utf-8'),
    ...own('icon.svg', 'image/svg+xml'),
  };
}
