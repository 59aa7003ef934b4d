// Thirty kinds of notice, most of them one or two a day: more patterns than there is memory for, if all were kept.

import { expect, test } from 'vitest';
import type { Fact } from '../../../../functions/performance/facts/fact.ts';
import { notSent, planned, published, rowsOf, stage } from '../../../support/publication.ts';

const DAYS = ['2026-09-28', '2026-09-29', '2026-09-30'];
const CLASSES = ['welfare-or-legal', 'payment-or-balance', 'opted-out', 'no-contact-details', 'window'] as const;
/** Texts, emails and notices held, by day. */
const MANY: Record<string, [number, number, number][]> = {
  'ct.reminder.first': [
    [70, 20, 40],
    [18, 4, 3],
    [12, 3, 2],
  ],
  'ct.instalment.missed': [
    [48, 6, 35],
    [9, 1, 1],
    [10, 2, 1],
  ],
  'ct.reminder.second': [
    [18, 4, 12],
    [5, 1, 2],
    [4, 1, 1],
  ],
  'ct.final_notice': [
    [22, 3, 14],
    [8, 1, 1],
    [7, 1, 1],
  ],
};
const FEW: Record<string, string[]> = {
  '2026-09-28': [
    'ben.claim.received sms',
    'ben.evidence.requested.document email',
    'cts.decision.made.document letter',
    'sr.received sms',
  ],
  '2026-09-29': [
    'waste.booking.reminder sms',
    'ct.summons.document letter',
    'ct.summons.issued sms',
    'sr.closed sms',
    'sr.received email',
  ],
  '2026-09-30': [
    'hb.decision.made.document email',
    'hb.decision.made sms',
    'ct.direct_debit.failed sms',
    'sr.delayed sms',
    'sr.closed email',
  ],
};

let made = 0;
type Channel = 'sms' | 'email' | 'letter';
const went = (day: string, notice_type: string, channel: Channel): Fact[] => {
  made += 1;
  const about = { notice: `many-${made}`, notice_type, channel };
  return [planned(day, about), stage(day, 'sent', about), stage(day, 'delivered', about)];
};
const held = (day: string, notice_type: string): Fact => {
  made += 1;
  return notSent(day, { notice: `many-${made}`, notice_type, reason_class: CLASSES[made % CLASSES.length]! });
};
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const facts: Fact[] = DAYS.flatMap((day, d) => [
  ...Object.entries(MANY).flatMap(([type, days]) => {
    const [texts, emails, none] = days[d]!;
    return [
      ...times(texts, () => went(day, type, 'sms')).flat(),
      ...times(emails, () => went(day, type, 'email')).flat(),
      ...times(none, () => held(day, type)),
    ];
  }),
  ...FEW[day]!.flatMap((each) => {
    const [type, channel] = each.split(' ') as [string, Channel];
    return [...went(day, type, channel), ...went(day, type, channel)];
  }),
]);

test('are published, and what is small stays hidden', () => {
  const rows = rowsOf(published(facts, { asOf: '2026-09-30' }), 'notices');
  const shown = rows.filter(({ notices }) => notices !== null).map(({ notices }) => Number(notices));
  expect(shown.length).toBeGreaterThan(10);
  expect(shown.filter((each) => each > 0 && each < 10)).toEqual([]);
});
