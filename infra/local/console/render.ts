import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { day } from '../../../contracts/officers/words.ts';
import { emailHtml } from './markdown.ts';
import { countWords } from './words.ts';

export type Render = (page: string, model: object) => string;

/** Renders the views of this folder. Everything is escaped but the email bodies, which their own renderer escapes. */
export function rendererOf(): Render {
  const views = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(import.meta.dirname, 'views')), {
    autoescape: true,
    throwOnUndefined: false,
    trimBlocks: true,
    lstripBlocks: true,
  });
  views.addFilter('email', (text: string) => new nunjucks.runtime.SafeString(emailHtml(text)));
  views.addFilter('count', (count: number, one: string, many?: string) => countWords(count, one, many));
  views.addFilter('day', (date: string) => day(date));
  views.addFilter('number', (count: number) => count.toLocaleString('en-GB'));
  return (page, model) => views.render(`${page}.njk`, model);
}
