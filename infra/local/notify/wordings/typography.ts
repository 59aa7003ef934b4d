// Email subjects and letter headings get curly quotes and en dashes. The quotes follow SmartyPants (smartypants.py 2.0.1,
// attributes q and u), which notifications-utils calls, with its oddities: backslash escapes become character references.
import { SPACE } from '../forms/python-values.ts';
import { closePunctuation, normaliseSpace } from './sms-content.ts';

const ESCAPES: [string, string][] = [
  ['\\\\', '&#92;'],
  ['\\"', '&#34;'],
  ["\\'", '&#39;'],
  ['\\.', '&#46;'],
  ['\\-', '&#45;'],
  ['\\`', '&#96;'],
];
const SKIPPED_TAG = /^<(\/)?(pre|samp|code|tt|kbd|script|style|math|a)[^>]*>/i;

const WORD = '[\\p{L}\\p{N}_]';
const OPENING_CONTEXT = `([${SPACE}]|&nbsp;|--|&[mn]dash;|&#8211;|&#8212;|&#x201[34];)`;
const CLOSE_CLASS = '[^ \\t\\r\\n\\[{(\\-]';
const PUNCTUATION = '[!"#$%\'()*+,-./:;<=>?@[\\\\\\]^_`{|}~]';

const QUOTE_RULES: [RegExp, string][] = [
  [new RegExp(`"'(?=${WORD})`, 'gu'), '“‘'],
  [new RegExp(`'"(?=${WORD})`, 'gu'), '‘“'],
  [new RegExp(`(?<=${WORD})'(?=\\d{2}s)`, 'gu'), '’'],
  [new RegExp(`${OPENING_CONTEXT}'(?=${WORD})`, 'gu'), '$1‘'],
  [new RegExp(`(${CLOSE_CLASS})'(?![${SPACE}]|s(?!${WORD})|\\d)`, 'gu'), '$1’'],
  [new RegExp(`(${CLOSE_CLASS})'([${SPACE}]|s(?!${WORD}))`, 'gu'), '$1’$2'],
  [/'/g, '‘'],
  [new RegExp(`${OPENING_CONTEXT}"(?=${WORD})`, 'gu'), '$1“'],
  // In the original's verbose pattern a # turns the rest of the line into a comment: only the quote and the look-ahead count.
  [new RegExp(`"(?=[${SPACE}])`, 'g'), '”'],
  [new RegExp(`^"(?=${PUNCTUATION})`), '”'],
  [new RegExp(`(${CLOSE_CLASS})"`, 'gu'), '$1”'],
  [/"/g, '“'],
];

const CHARACTER_REFERENCES: [string, string][] = [
  ['&#8211;', '–'],
  ['&#8212;', '—'],
  ['&#8216;', '‘'],
  ['&#8217;', '’'],
  ['&#8220;', '“'],
  ['&#8221;', '”'],
  ['&#8230;', '…'],
];

function curlText(text: string, before: string): string {
  const escaped = ESCAPES.reduce((each, [from, to]) => each.replaceAll(from, to), text);
  const curled =
    escaped === "'"
      ? NOT_SPACE.test(before)
        ? '’'
        : '‘'
      : escaped === '"'
        ? NOT_SPACE.test(before)
          ? '”'
          : '“'
        : QUOTE_RULES.reduce((each, [pattern, to]) => each.replace(pattern, to), escaped);
  return CHARACTER_REFERENCES.reduce((each, [from, to]) => each.replaceAll(from, to), curled);
}

type Token = { tag: boolean; text: string };

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(/([^<]*)(<!--[\s\S]*?--\s*>|<[^>]*>)/gy)) {
    const [whole, before = '', tag = ''] = match;
    if (before) tokens.push({ tag: false, text: before });
    const inner = tag.slice(4).replace(/>+$/, '').trimEnd().replace(/-+$/, '');
    tokens.push({ tag: !(tag.startsWith('<!--') && inner.includes('--')), text: tag });
    end = match.index + whole.length;
  }
  if (end < text.length) tokens.push({ tag: false, text: text.slice(end) });
  return tokens;
}

function curlQuotes(text: string): string {
  const skipped: string[] = [];
  let before = '';
  let result = '';
  for (const token of tokenise(text)) {
    if (token.tag) {
      const [, closing, name = ''] = SKIPPED_TAG.exec(token.text) ?? [];
      if (name && !closing) skipped.push(name.toLowerCase());
      else if (name && skipped.at(-1) === name.toLowerCase()) skipped.pop();
      result += token.text;
    } else {
      result += skipped.length > 0 ? token.text : curlText(token.text, before);
      before = token.text.slice(-1);
    }
  }
  return result;
}

const NOT_SPACE = new RegExp(`[^${SPACE}]`);
// Wider than an email address: everything around an at sign, up to the nearest white space.
const AROUND_AT = new RegExp(`(?:^|(?<=\\n)|[${SPACE}])[^${SPACE}]+@[^${SPACE}]+(?:[${SPACE}]|$|(?=\\n))`, 'g');
const SPACED_DASH = new RegExp(`(?<![${SPACE}])[${SPACE}]+[-–—]{1,3}[${SPACE}]+`, 'g');

const straightenInAddresses = (text: string): string => text.replace(AROUND_AT, (match) => match.replace(/[‘’]/g, "'"));

const enDashes = (text: string): string => text.replace(SPACED_DASH, ' – ');

/** A subject or heading as the API gives it: typographic quotes and dashes, white space collapsed. */
export const niceTypography = (text: string): string =>
  normaliseSpace(enDashes(straightenInAddresses(curlQuotes(closePunctuation(text)))));
