import { describe, expect, it } from 'vitest';
import { dateInWords, dayInWords } from '../../../../functions/notices/catalogue/days-in-words.ts';
import { wordsFor } from '../../../../functions/notices/catalogue/personalise.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { fragmentsOf } from '../../../../functions/shared/notify/fragments.ts';
import { SETTINGS } from '../../../support/sending-world.ts';

const council = SETTINGS;
const said = {
  channel: 'sms' as const,
  variant: 'full' as const,
  first_name: 'Samantha',
  values: { dueDate: '28 September', payBy: 'Monday 5 October' },
};
const from = { entry: ourCatalogue.entry('ct.reminder.first'), council };

describe('the wording of a notice', () => {
  it('greets by first name and gives exactly the values its template has a place for', () => {
    expect(wordsFor(said, from)).toEqual({
      template: 'ct.reminder.first.sms',
      personalisation: { firstName: 'Samantha', payBy: 'Monday 5 October', phone: '01642 397108' },
    });
  });

  it.each([
    ['none', ''],
    ['one that would make a second fragment', 'Wolfeschlegelsteinhausenbergerdorff'],
    ['one with a link in it', 'example.org/pay'],
    ['one that is no word', '((code))'],
    ['one with a number', 'Sam2'],
    ['one with a Welsh letter, which makes a text of 70 characters two', 'Zoë'],
    ['the same with the accent by itself', 'Zoe\u0308'],
    ['one with a letter outside GSM', 'Đorđe'],
    ['one with a letter that a text would only lose its accent of before', 'François'],
    ['one in another script', 'Иван'],
    ['one of two letters outside GSM', '李伟'],
  ])('does without a name where it has %s', (_, first_name) => {
    const { template, personalisation } = wordsFor({ ...said, first_name }, from);
    expect(template).toBe('ct.reminder.first.sms.no-name');
    expect(personalisation).not.toHaveProperty('firstName');
  });

  it.each(['Chloé', 'Chloe\u0301', 'O’Darrow', 'Anne-Marie', 'Łucja', 'Mary Jane', 'J.'])(
    'greets %s by name',
    (first_name) => {
      expect(wordsFor({ ...said, first_name }, from).template).toBe('ct.reminder.first.sms');
    },
  );

  it.each(['Wolfeschlegelsteinhausenbergerdorff', 'Иван'])('keeps %s in an email, which has no fragments', (name) => {
    expect(wordsFor({ ...said, channel: 'email', first_name: name }, from).personalisation['firstName']).toBe(name);
  });

  it('has every template once, each with a subject if and only if it is an email', () => {
    const all = ourCatalogue.templates();
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { type, subject } of all) expect(subject !== null).toBe(type === 'email');
  });

  it('writes days as people say them, with the weekday where somebody is to do something', () => {
    expect(dateInWords('2026-09-01')).toBe('1 September');
    expect(dayInWords('2026-10-02')).toBe('Friday 2 October');
    expect(dayInWords('2026-10-04')).toBe('Sunday 4 October');
  });
});

// By the rule of September 2026 (reference sheet, section 2.1).
describe('fragments', () => {
  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['a'.repeat(918), 6],
    ['ŵ'.repeat(70), 1],
    ['ŵ'.repeat(71), 2],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['£'.repeat(160), 1],
    ['á'.repeat(70), 1],
    ['á'.repeat(71), 2],
    ['И'.repeat(134), 2],
    ['И'.repeat(135), 3],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
    [`И${'€'.repeat(69)}`, 1],
    ['Ł'.repeat(160), 1],
    ['…'.repeat(53), 1],
    ['…'.repeat(54), 2],
    [`${'a'.repeat(160)}\u200b`, 1],
  ])('are counted as Notify counts them', (text, fragments) => {
    expect(fragmentsOf(text)).toBe(fragments);
  });
});
