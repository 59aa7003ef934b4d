const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/** Only what Notify itself makes of an address in an email: http and https become links. */
const linked = (html: string) =>
  html.replace(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:)]/g, (url) => `<a href="${url}">${url}</a>`);
const inline = (text: string) => linked(escaped(text)).replaceAll('\n', '<br>');

/**
 * The few forms of Notify's markdown that our emails use (headings, lists, inset text, links), as HTML. Everything is
 * escaped first. Headings come out as h3 and h4: the page has its own above them.
 */
export function emailHtml(markdown: string): string {
  return markdown
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockHtml)
    .join('\n');
}

function blockHtml(block: string): string {
  const heading = /^(#{1,2}) ([^\n]*)\n?([\s\S]*)$/.exec(block);
  if (heading) {
    const level = heading[1]!.length + 2;
    const rest = heading[3]!.trim();
    return `<h${level}>${inline(heading[2]!)}</h${level}>${rest === '' ? '' : blockHtml(rest)}`;
  }
  const lines = block.split('\n');
  if (lines.every((line) => /^[*•-] /.test(line))) return list('ul', lines, /^[*•-] /);
  if (lines.every((line) => /^\d+\. /.test(line))) return list('ol', lines, /^\d+\. /);
  if (block.startsWith('^ ')) return `<p class="inset">${inline(block.slice(2))}</p>`;
  if (/^-{3,}$/.test(block)) return '<hr>';
  return `<p>${inline(block)}</p>`;
}

const list = (kind: 'ul' | 'ol', lines: string[], mark: RegExp) =>
  `<${kind}>${lines.map((line) => `<li>${inline(line.replace(mark, ''))}</li>`).join('')}</${kind}>`;
