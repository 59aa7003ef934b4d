// A template preview's html. The real server returns inline-styled fragments; this is the same structure without style.
import { escapeHtml } from './content.ts';

const LINK = /\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|https?:\/\/[^\s<]+/g;

const inline = (text: string): string =>
  escapeHtml(text).replace(
    LINK,
    (url, label?: string, target?: string) => `<a href="${target ?? url}">${label ?? url}</a>`,
  );

function block(text: string): string {
  const lines = text.split('\n');
  const [, marks, heading] = /^(#{1,2})\s*(.+)$/.exec(text) ?? [];
  if (marks && heading) return `<h${marks.length + 1}>${inline(heading)}</h${marks.length + 1}>`;
  if (/^-{3,}$/.test(text)) return '<hr>';
  if (text.startsWith('^')) return `<blockquote>${inline(text.slice(1).trim())}</blockquote>`;
  for (const [tag, mark] of [
    ['ul', /^[*\-•]\s+/],
    ['ol', /^\d+\.\s+/],
  ] as const) {
    if (lines.every((line) => mark.test(line))) {
      return `<${tag}>${lines.map((line) => `<li>${inline(line.replace(mark, ''))}</li>`).join('')}</${tag}>`;
    }
  }
  return `<p>${lines.map(inline).join('<br>')}</p>`;
}

/** The markdown that GOV.UK Notify knows: two headings, lists, inset text, rules, links and line breaks. */
export const previewHtml = (markdown: string): string =>
  markdown
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .filter((each) => each.trim() !== '')
    .map((each) => block(each.trim()))
    .join('\n');
