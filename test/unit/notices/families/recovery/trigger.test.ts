import { describe, expect, test } from 'vitest';
import { payBy, standingTrigger, trigger } from '../../../../../functions/notices/families/recovery/trigger.ts';
import { contextAt } from '../../../../../functions/notices/rules/context.ts';
import { asksOf, decideAsks } from '../../../../../functions/notices/rules/decide-matter.ts';
import { NO_LOOKS } from '../../../../../functions/notices/rules/documents.ts';
import { aDebt, aRow, aView, context, missed, type RowChanges, TODAY } from '../../../../support/builders.ts';
import { testKey } from '../../../../support/register.ts';

describe('the trigger', () => {
  test.each<[string, RowChanges, string | null]>([
    ['a reminder on its day', { stage_date: TODAY }, 'ct.reminder.first'],
    ['a reminder on its third day after', { stage_date: '2026-09-26' }, 'ct.reminder.first'],
    ['a reminder on its fourth day after', { stage_date: '2026-09-25' }, null],
    ['a reminder still to come', { stage_date: '2026-09-30' }, null],
    ['a second reminder', { stage_code: 'REM2' }, 'ct.reminder.second'],
    ['a final notice', { stage_code: 'FINAL' }, 'ct.final_notice'],
    ['a summons', { stage_code: 'SUMMONS' }, null],
    ['an instalment missed three working days ago', missed('2026-09-24'), 'ct.instalment.missed_soft'],
    ['an instalment missed two working days ago', missed('2026-09-25'), null],
    ['an instalment missed 14 days ago', missed('2026-09-15'), 'ct.instalment.missed_soft'],
    ['an instalment missed 15 days ago', missed('2026-09-14'), null],
    ['a missed instalment with nothing overdue', { ...missed('2026-09-24'), overdue_pence: 0 }, null],
  ])('%s', (_, row, type) => {
    expect(trigger(aRow(row), TODAY)?.type ?? null).toBe(type);
  });

  test('stands whatever its age, as long as the row says the same', () => {
    expect(standingTrigger(aRow({ stage_date: '2026-01-01' }))).toEqual({
      type: 'ct.reminder.first',
      date: '2026-01-01',
    });
  });

  test('brings a pay-by date where the row has none', () => {
    const reminder = trigger(aRow(), TODAY)!;
    expect(payBy(aRow(), reminder, TODAY)).toBe('2026-10-04');
    expect(payBy(aRow({ pay_by: '2026-10-09' }), reminder, TODAY)).toBe('2026-10-09');
    expect(payBy(aRow(missed('2026-09-24')), trigger(aRow(missed('2026-09-24')), TODAY)!, TODAY)).toBe('2026-10-06');
  });
});

describe('a debt', () => {
  test('is decided in household order, whatever the order in the file', () => {
    const rows = [
      aRow({ person_ref: 'P3', liability_seq: 2, line: 2 }),
      aRow({ person_ref: 'P2', line: 4 }),
      aRow({ line: 3 }),
    ];
    const asked = asksOf(aView(aDebt(rows)), context).map(({ person }) => person);
    expect(asked).toEqual(['P1', 'P2', 'P3'].map((ref) => testKey('person', ref)));
  });

  test('asks for nothing of a type that its council has switched off', () => {
    const asked = (...switched_off: string[]) =>
      asksOf(aView(aDebt([aRow()])), { ...context, settings: { ...context.settings, switched_off } }).map(
        ({ ask }) => ask?.type ?? null,
      );
    expect(asked()).toEqual(['ct.reminder.first']);
    expect(asked('ct.reminder.second')).toEqual(['ct.reminder.first']);
    expect(asked('ct.reminder.first')).toEqual([null]);
  });

  test('is expired if the pay-by date passes before the window opens, and not on that day', () => {
    const friday = contextAt(Date.parse('2026-10-02T10:00:00+01:00'), context);
    const expired = (pay_by: string) => {
      const view = aView(aDebt([aRow({ stage_date: '2026-10-01', pay_by })]));
      const decided = decideAsks(asksOf(view, friday), view, { ...friday, looks: NO_LOOKS });
      return decided[0]?.candidate?.expired;
    };
    expect([expired('2026-10-04'), expired('2026-10-05')]).toEqual([true, false]);
  });
});
