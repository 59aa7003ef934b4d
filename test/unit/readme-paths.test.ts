import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** Pages of the catalogue's site: their links are looked at where it is made. */
const GUIDES = 'functions/performance/catalogue/guides/';
const pages = globSync(['*.md', '{bench,bin,contracts,docs,functions,infra,test}/**/*.md'], { cwd: ROOT }).filter(
  (page) => !page.startsWith(GUIDES),
);

/** A heading's address as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

const anchorsIn = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Whether a link leads to something: a file or folder, and a heading of it where one is named. */
function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  return existsSync(target) && (anchor === undefined || anchorsIn(target).includes(anchor));
}

it.each(pages)('%s links to what is there', (page) => {
  const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const own = links.filter((link) => !/^https?:/.test(link));
  expect(own.filter((link) => !leads(page, link))).toEqual([]);
});

// Beginning with a folder of the project or of the page's own: `docs/x.md`, `commands/x.ts`.
const NAMED = /`((?:\w[\w.-]*\/)+[\w.-]*\.(?:ts|md|js|json|njk))`/g;

it.each(pages.filter((page) => page.endsWith('README.md')))('%s names files that are there', (page) => {
  const named = [...readFileSync(join(ROOT, page), 'utf8').matchAll(NAMED)].map(([, path = '']) => path);
  const missing = named.filter(
    (path) => ![ROOT, join(ROOT, dirname(page))].some((from) => existsSync(join(from, path))),
  );
  expect(missing).toEqual([]);
});

it('each decision has a number of its own, in its name and in its heading', () => {
  const decisions = globSync('docs/adr/*.md', { cwd: ROOT }).sort();
  const numbers = decisions.map((path) => path.slice('docs/adr/'.length).slice(0, 3));
  expect(new Set(numbers).size).toBe(numbers.length);
  const headings = decisions.map((path) => readFileSync(join(ROOT, path), 'utf8').slice(0, '# 001 '.length));
  expect(headings).toEqual(numbers.map((number) => `# ${number} `));
});
