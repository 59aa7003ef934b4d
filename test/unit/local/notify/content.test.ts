import { describe, expect, it } from 'vitest';
import { fragmentsOf } from '../../../../functions/shared/notify/fragments.ts';
import { parseJson } from '../../../../infra/local/notify/forms/python-json.ts';
import { repr, str } from '../../../../infra/local/notify/forms/python-values.ts';
import { readIsoDate } from '../../../../infra/local/notify/forms/scheduled-for.ts';
import { fillIn, placeholdersOf, valuesFrom } from '../../../../infra/local/notify/wordings/field.ts';
import { fragmentCount, textContent } from '../../../../infra/local/notify/wordings/sms-content.ts';
import { niceTypography } from '../../../../infra/local/notify/wordings/typography.ts';

const none = valuesFrom({});
type SmsLetters = Parameters<typeof textContent>[2]['letters'];
const clean = (text: string, letters: SmsLetters = 'gsm-and-welsh') =>
  textContent('((x))', valuesFrom({ x: text }), { letters });
const fragments = (text: string, prefix?: string, letters: SmsLetters = 'gsm-and-welsh') =>
  fragmentCount('((x))', valuesFrom({ x: text }), { letters, prefix });

describe('a text on its way to a phone, since September 2026', () => {
  it.each([
    ['“q” – 😀  x ,', '"q" - 😀 x,'],
    ['Привет 你好 ok', 'Привет 你好 ok'],
    ['ấ Ł ñ ç Zoe\u0308', 'ấ L ñ ç Zoe\u0308'],
    ['a\u200bb\u00a0c', 'ab c'],
  ])('%j becomes %j', (text, cleaned) => {
    expect(clean(text, 'any')).toBe(cleaned);
  });

  it.each([
    ['a', 160, 1],
    ['€', 81, 2],
    ['Ł', 160, 1],
    ['é', 160, 1],
    ['á', 71, 2],
    ['И', 70, 1],
    ['И', 135, 3],
    ['😀', 36, 2],
    ['И€', 35, 1],
  ])('%s times %i takes %i fragments', (character, count, expected) => {
    const text = character.repeat(count);
    expect([fragments(text, undefined, 'any'), fragmentsOf(text)]).toEqual([expected, expected]);
  });
});

describe('a text on its way to a phone, before', () => {
  it.each([
    ['“q” – 😀  x ,', '"q" - ? x,'],
    ['a… b• c— d– e‘f’ g„h', "a... b? c- d- e'f' g\"h"],
    ['Привет 你好 ok', '?????? ?? ok'],
    ['é ŵ €', 'é ŵ €'],
    ['ấ Å Ł ñ ç', 'â Å L ñ c'],
    ['a\u200bb\u00a0c', 'ab c'],
    ['one\r\n\r\n\r\n\r\ntwo ', 'one\n\ntwo'],
  ])('[check 15] %j becomes %j', (text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });

  it.each([
    ['a', 160, 1],
    ['a', 161, 2],
    ['a', 306, 2],
    ['a', 307, 3],
    ['a', 918, 6],
    ['€', 80, 1],
    ['€', 81, 2],
    ['é', 160, 1],
    ['ŵ', 70, 1],
    ['ŵ', 71, 2],
    ['😀', 160, 1],
  ])('%s times %i takes %i fragments', (character, count, expected) => {
    expect(fragments(character.repeat(count))).toBe(expected);
  });

  it('counts the name in front', () => {
    expect([fragments('a'.repeat(147), 'UK only svc'), fragments('a'.repeat(148), 'UK only svc')]).toEqual([1, 2]);
  });
});

describe('placeholders', () => {
  it('are named once, spelt as they come first', () => {
    expect(placeholdersOf('((name)) ((NA_ME)) ((flag??text)) ((a b))', '(x) ((', null)).toEqual([
      'name',
      'flag',
      'a b',
    ]);
  });

  it('are not looked for in values', () => {
    expect(fillIn('((x))', valuesFrom({ x: '((x))' }), 'sentence')).toBe('((x))');
  });

  it('of a conditional keep further question marks as text', () => {
    expect(fillIn('((a?? b??c))', valuesFrom({ a: 'yes' }), 'sentence')).toBe(' b??c');
  });

  it('without a value stay', () => {
    expect(fillIn('((x))', none, 'sentence')).toBe('((x))');
  });
});

describe('subjects', () => {
  it.each([
    ['"quoted" -- it\'s <b>  x', '“quoted” – it’s <b> x'],
    ["a - b\n c --- d 'e' (tm) ... f", 'a – b c – d ‘e’ (tm)... f'],
    ["the '80s", 'the ‘80s'],
    ["o'neil@example.com said 'no'", "o'neil@example.com said ‘no’"],
    ['\\"x\\"', '&#34;x&#34;'],
    ['<a title="x">"y"</a>', '<a title="x">"y"</a>'],
  ])('%j become %j', (plain, nice) => {
    expect(niceTypography(plain)).toBe(nice);
  });
});

describe('values are printed as Python prints them', () => {
  it.each([
    ['true', 'True'],
    ['null', 'None'],
    ['1.0', '1.0'],
    ['1e22', '1e+22'],
    ['0.00001', '1e-05'],
    ['12345678901234567890', '12345678901234567890'],
    ['{"a": ["b", {"c": "it\'s"}]}', "{'a': ['b', {'c': \"it's\"}]}"],
    ['"a\\n\\u200b"', "'a\\n\\u200b'"],
  ])('%s as %s', (json, printed) => {
    const parsed = parseJson(Buffer.from(json));
    expect(parsed.ok && repr(parsed.value)).toBe(printed);
  });

  it('texts without quotes', () => {
    expect(str("it's")).toBe("it's");
  });
});

describe('JSON is read as Python reads it', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeff"é"'), 'é'],
    ['UTF-16', Buffer.from('\ufeff"é"', 'utf16le'), 'é'],
    ['the last of two equal keys', Buffer.from('{"a":1,"a":2}'), { a: 2 }],
  ])('%s', (_name, bytes, value) => {
    expect(parseJson(bytes)).toEqual({ ok: true, value });
  });

  it('and refused if it is broken', () => {
    for (const bytes of ['{', '', "{'a':1}"]) expect(parseJson(Buffer.from(bytes)).ok).toBe(false);
    expect(parseJson(Buffer.from([0x22, 0xff, 0x22])).ok).toBe(false);
  });
});

it('dates are read in the forms that Python takes, whatever zone they name', () => {
  const noon = Date.UTC(2026, 5, 1, 12);
  for (const text of [
    '2026-06-01T12:00',
    '2026-06-01 12',
    '20260601T120000',
    '2026-06-01T12:00:00.000Z',
    '2026-06-01T12:00+05:00',
  ]) {
    expect(readIsoDate(text)).toBe(noon);
  }
  for (const text of ['nope', '2026-13-01', '2026-02-30', '2026-06-01T25:00', '', '2026-06-01T']) {
    expect(readIsoDate(text)).toBeUndefined();
  }
});
