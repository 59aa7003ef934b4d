/** Media types by the end of a file's name, the longest end first (RFC 7111, CSVW, JSON-LD 1.1). */
const TYPES: readonly (readonly [string, string])[] = [
  ['.csv-metadata.json', 'application/csvm+json'],
  ['.jsonld', 'application/ld+json'],
  ['.json', 'application/json; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8; header=present'],
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
  ['.xml', 'application/xml; charset=utf-8'],
  ['.sql', 'text/plain; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['SHA256SUMS', 'text/plain; charset=utf-8'],
];

/** @throws Error for a file of a kind without a type here: browsers would guess. */
export function contentTypeOf(path: string): string {
  const found = TYPES.find(([end]) => path.endsWith(end))?.[1];
  if (!found) throw new Error(`${path}: name a media type for such files in content-types.ts`);
  return found;
}
