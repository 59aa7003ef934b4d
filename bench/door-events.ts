// What is sent to the door, as a source has it: payments, which the register and the bus hear of at once.

export const DOOR_SOURCE = 'revenues-benefits';
export const DOOR_TOKEN = 'a-token-for-benchmarks-only';

export const paymentOf = (n: number): object => ({
  ...{ specversion: '1.0', id: `pay-${n}`, source: 'urn:stockton:revenues-benefits', time: '2026-09-29T09:00:00Z' },
  type: 'council.payments.payment-received.v1',
  data: {
    ...{ account_ref: String(801_000_000 + n), bill_year: '2026-27', amount_pence: 12_000 },
    paid_at: '2026-09-29',
  },
});

/** Bodies of so many events each, `count` events in all, from event number `from`. */
export const bodiesOf = (from: number, { count, each }: { count: number; each: number }): string[] =>
  Array.from({ length: count / each }, (_, i) => {
    const events = Array.from({ length: each }, (_, j) => paymentOf(from + i * each + j));
    return JSON.stringify(each === 1 ? events[0] : events);
  });
