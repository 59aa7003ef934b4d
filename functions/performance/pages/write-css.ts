// Writes site-css.ts: of govuk-frontend's stylesheet the rules of the components that the pages use, without its font
// and its pictures, and then own.css. Run it when either changes: `node functions/performance/pages/write-css.ts`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const HERE = import.meta.dirname;
/** Where pages are written: the open data site's, and the catalogue's. */
const PAGES = [HERE, join(HERE, '../catalogue')];

/** Classes that stand in the pages' sources. */
function usedClasses(): Set<string> {
  const sources = PAGES.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file))).filter(
    (file) => file.endsWith('.ts') && !/\/(site|write)-[^/]*$/.test(file),
  );
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
  return new Set(text.match(/govuk-[a-z_-]+[a-z]/g));
}

type Rule = { head: string; body: string };

/** The rules of one level: what stands before each brace, and what is between it and its fellow. */
function rulesIn(css: string): Rule[] {
  const rules: Rule[] = [];
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    if (open === -1) break;
    let depth = 1;
    let close = open + 1;
    for (; depth > 0; close += 1) depth += css[close] === '{' ? 1 : css[close] === '}' ? -1 : 0;
    rules.push({ head: css.slice(at, open), body: css.slice(open + 1, close - 1) });
    at = close;
  }
  return rules;
}

function kept({ head, body }: Rule, used: ReadonlySet<string>): string {
  if (head.startsWith('@media') || head.startsWith('@supports')) {
    const inner = rulesIn(body)
      .map((rule) => kept(rule, used))
      .join('');
    return inner && `${head}{${inner}}`;
  }
  if (head.startsWith('@')) return '';
  const selectors = head.split(',').filter((selector) => {
    const classes = selector.match(/\.govuk-[a-zA-Z0-9_-]+/g)?.map((name) => name.slice(1)) ?? [];
    return classes.length > 0 ? classes.every((name) => used.has(name)) : selector === ':root';
  });
  // Pictures, the font that is for GOV.UK alone, and the addresses that it prints behind links stay behind.
  const declarations = body.split(';').filter((each) => !/url\(|GDS Transport|attr\(href\)/.test(each));
  return selectors.length > 0 && declarations.length > 0 ? `${selectors.join(',')}{${declarations.join(';')}}` : '';
}

/** The stylesheet of the pages. */
export function siteCss(): string {
  const path = createRequire(import.meta.url).resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css');
  const used = usedClasses();
  const framework = rulesIn(readFileSync(path, 'utf8').replaceAll(/@charset[^;]*;|\/\*.*?\*\//gs, ''))
    .map((rule) => kept(rule, used))
    .join('');
  return `${framework}\n${readFileSync(join(HERE, 'own.css'), 'utf8')}`;
}

const WARNING = '// Made by write-css.ts from govuk-frontend (MIT licence) and own.css: change it there.';

if (import.meta.main)
  writeFileSync(join(HERE, 'site-css.ts'), `${WARNING}\nexport const SITE_CSS = ${JSON.stringify(siteCss())};\n`);
