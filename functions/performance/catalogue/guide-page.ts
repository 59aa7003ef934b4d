import { html, raw } from 'hono/html';
import { Marked, type Tokens } from 'marked';
import { layout } from '../pages/layout.ts';
import { code, inline } from './parts.ts';
import { CATALOGUE, HOME } from './section.ts';
import type { CatalogueInput } from './types.ts';

/** What stands before a block of code of each language. */
const LANGUAGES: Readonly<Record<string, string>> = {
  bash: 'curl',
  powershell: 'PowerShell',
  typescript: 'TypeScript',
  json: 'JSON',
  http: 'HTTP',
  csv: 'CSV',
};

/**
 * A guide, from Markdown. Its first line is the title, the next paragraph what it is about. `{{api}}` and `{{council}}` stand for
 * the council's own. A block of code is named after its language: `bash one`.
 * @throws Error for a block of code in a language that readers are not told of
 */
export function guidePage(markdown: string, input: CatalogueInput): string {
  const text = markdown.replaceAll('{{api}}', input.api).replaceAll('{{council}}', input.publisher.name);
  const [first = '', ...rest] = text.split('\n');
  const title = first.replace(/^# /, '');
  const [lead = '', ...more] = rest.join('\n').trim().split('\n\n');
  return layout(
    input,
    {
      title,
      description: lead.replaceAll('\n', ' '),
      crumbs: [HOME],
      head: '',
      main: html`<h1 class="govuk-heading-l">${title}</h1>
      <p class="govuk-body-l">${inline(lead)}</p>
      <div class="guide">${raw(guide.parse(more.join('\n\n'), { async: false }))}</div>`,
    },
    CATALOGUE,
  );
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const guide = new Marked({
  renderer: {
    heading({ tokens, text, depth }) {
      const size = depth === 2 ? 'm' : 's';
      return `<h${depth} class="${size === 'm' ? 'govuk-heading-m' : 'govuk-heading-s'}" id="${slug(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    paragraph({ tokens }) {
      return `<p class="govuk-body">${this.parser.parseInline(tokens)}</p>\n`;
    },
    list({ ordered, items }) {
      const [tag, kind] = ordered ? ['ol', 'govuk-list--number'] : ['ul', 'govuk-list--bullet'];
      return `<${tag} class="govuk-list ${kind}">${items.map((each) => this.listitem(each)).join('')}</${tag}>\n`;
    },
    link({ href, tokens }) {
      return `<a class="govuk-link" href="${href}">${this.parser.parseInline(tokens)}</a>`;
    },
    table({ header, rows }: Tokens.Table) {
      const label = header.map(({ text }) => text);
      const cells = (row: Tokens.TableCell[]) =>
        row
          .map(
            ({ tokens }, i) =>
              `<td class="govuk-table__cell" role="cell" data-label="${label[i]}"><span>${this.parser.parseInline(tokens)}</span></td>`,
          )
          .join('');
      return `<table class="govuk-table rows words" role="table"><thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">${header
        .map(
          ({ tokens }) =>
            `<th scope="col" role="columnheader" class="govuk-table__header">${this.parser.parseInline(tokens)}</th>`,
        )
        .join('')}</tr></thead><tbody class="govuk-table__body" role="rowgroup">${rows
        .map((row) => `<tr class="govuk-table__row" role="row">${cells(row)}</tr>`)
        .join('')}</tbody></table>\n`;
    },
    code({ text, lang = '' }) {
      const [language = '', ...name] = lang.split(' ');
      const words = language === 'bash' && !text.includes('curl ') ? 'Shell' : LANGUAGES[language];
      if (!words) throw new Error(`a guide has code in ${language || 'no language'}: name it in guide-page.ts`);
      const id = name.length === 0 ? '' : `${name.join('-')}-${language}`;
      const label = name.length === 0 ? words : `${words}: ${name.join(' ')}`;
      return `<p class="code__language">${words}</p>${code(text, label, id)}\n`;
    },
  },
});
