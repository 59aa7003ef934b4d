import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../functions/shared/calendar/london.ts';
import { dayToActBy } from '../../../../functions/shared/calendar/phone-line.ts';
import { isOpenOn, windows } from '../../../../functions/shared/calendar/windows.ts';

describe('the day to pay or call by', () => {
  it.each([
    ['a Wednesday', '2026-09-30', '2026-09-24', '2026-09-30'],
    ['a Friday', '2026-10-02', '2026-09-28', '2026-10-02'],
    ['a Sunday: the Friday before', '2026-10-04', '2026-09-28', '2026-10-02'],
    ['a Saturday: the Friday before', '2026-10-03', '2026-09-28', '2026-10-02'],
    ['a bank holiday: the Friday before', '2026-08-31', '2026-08-24', '2026-08-28'],
    ['Easter Monday: the Thursday before', '2026-04-06', '2026-03-30', '2026-04-02'],
    ['between Christmas and the New Year: the day before Christmas Eve', '2026-12-30', '2026-12-16', '2026-12-23'],
    ['2 January: the same', '2026-01-02', '2025-12-16', '2025-12-23'],
    [
      'Easter Sunday, said on the Thursday: nobody is hurried, so the day itself',
      '2026-04-05',
      '2026-04-02',
      '2026-04-05',
    ],
    ['today', '2026-09-30', '2026-09-30', '2026-09-30'],
  ])('is, of %s', (_, legal, said, day) => {
    expect(dayToActBy(legal, said)).toBe(day);
  });

  it('is never after the legal day, and one on which somebody answers wherever there is one', () => {
    for (let said = '2025-01-01'; said < '2028-12-01'; said = addDays(said, 1))
      for (const ahead of [0, 3, 6, 7, 30]) {
        const legal = addDays(said, ahead);
        const day = dayToActBy(legal, said);
        expect(day <= legal).toBe(true);
        const open = Array.from({ length: ahead }, (_, i) => addDays(said, i + 1)).filter((each) =>
          isOpenOn(windows.phone, each),
        );
        expect(day).toBe(open.at(-1) ?? legal);
      }
  });
});
