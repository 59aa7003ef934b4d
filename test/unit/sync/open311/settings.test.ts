import { describe, expect, it } from 'vitest';
import type { FoundBy } from '../../../../contracts/subscriber.ts';
import {
  open311 as form,
  type Open311,
  packOpen311,
  readOpen311,
} from '../../../../functions/shared/open311/settings.ts';
import { packWanting, readWanting } from '../../../../functions/sync/settings.ts';
import { onOneMachine, toldOf } from '../../../../infra/config/open311.ts';
import { stockton } from '../../../../infra/config/stockton.ts';

const TAKES = {
  ...{
    owner: 'Streets',
    services: { 'fly-tipping': 'FLY' },
    fields: ['email' as const],
    found_by: 'description' as FoundBy,
  },
  ...{ timeout_seconds: 10, per_second: 5, days: 3 },
};
const BACK_OFFICE = { name: 'confirm', url: 'https://confirm.example/v2', statuses: { fixed: ['fixed'] } };
const withBackOffice = (takes: object = TAKES, more: object = {}): Open311 =>
  ({ ...stockton.open311, back_offices: [{ ...BACK_OFFICE, takes, ...more }] }) as Open311;
const pack = (open311: Open311) => packOpen311(open311, stockton.settings.services);

describe('a back office that takes requests', () => {
  it('is a subscriber of those of its services, beside the others', () => {
    const all = toldOf({ subscribers: stockton.subscribers, open311: withBackOffice() });
    expect(all.length).toBe(stockton.subscribers.length + 1);
    const told = readWanting(packWanting(all)).at(-1);
    expect(told).toEqual({
      name: 'confirm',
      events: ['council.requests.request-received.v1'],
      services: ['fly-tipping'],
    });
    expect(toldOf({ subscribers: [], open311: stockton.open311 })).toEqual([]);
  });

  it('is known to be told by whoever asks it what became of requests, who needs to know no more', () => {
    const [asked] = readOpen311(pack(withBackOffice())).back_offices;
    expect(asked).toEqual({ ...BACK_OFFICE, is_told: true });
    expect(pack(withBackOffice())).not.toContain('FLY');
  });

  it('is told nothing by one machine, unless it runs there', () => {
    expect(toldOf({ subscribers: [], open311: onOneMachine(withBackOffice()) })).toEqual([]);
    const here = withBackOffice(TAKES, { url: 'http://127.0.0.1:4000/v2' });
    expect(toldOf({ subscribers: [], open311: onOneMachine(here) }).map(({ name }) => name)).toEqual(['confirm']);
  });

  it('may not have the name of a subscriber, or a service that the council has no words for', () => {
    const twice = withBackOffice(TAKES, { name: 'libraries' });
    expect(() => toldOf({ subscribers: stockton.subscribers, open311: twice })).toThrow(/libraries/);
    expect(() => pack(withBackOffice({ ...TAKES, services: { moles: 'M' } }))).toThrow(/moles/);
  });

  it.each([
    ['services', {}],
    ['found_by', 'luck'],
    ['fields', ['postal_address']],
    ['timeout_seconds', 60],
    ['days', 0],
    ['owner', ''],
    ['secret', 'x'],
  ])('is refused with %s as %j', (field, value) => {
    expect(form.safeParse(withBackOffice()).success).toBe(true);
    expect(form.safeParse(withBackOffice({ ...TAKES, [field]: value })).success).toBe(false);
  });
});
