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

/** Everything the page loads, from this folder and from the installed package: nothing comes from elsewhere. */
export function readAssets(): Record<string, Asset> {
  const require = createRequire(import.meta.url);
  const govuk = readFileSync(require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8');
  return {
    'govuk.css': { body: withoutGovukBrand(govuk), contentType: 'text/css; charset=utf-8' },
    'console.css': { body: readFileSync(join(PUBLIC, 'console.css'), 'utf8'), contentType: 'text/css; charset=utf-8' },
    'live.js': { body: readFileSync(join(PUBLIC, 'live.js'), 'utf8'), contentType: 'text/javascript; charset=utf-8' },
    'icon.svg': { body: readFileSync(join(PUBLIC, 'icon.svg'), 'utf8'), contentType: 'image/svg+xml' },
  };
}
