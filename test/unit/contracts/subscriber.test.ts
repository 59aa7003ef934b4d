import { describe, expect, test } from 'vitest';
import { faultsOfSubscribers, type Place } from '../../../contracts/subscriber-faults.ts';

const ADDRESS = 'council.residents.address-changed.v1';
const LINKED = 'council.residents.identity-linked.v1';
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const known = {
  types: [ADDRESS, LINKED, 'council.payments.payment-received.v1'],
  layouts: { moves: ['ref', 'sequence', 'first_name', 'mobile', 'address_line_1', 'postcode', 'move_date'] },
};
const webhook = { kind: 'webhook', url: 'https://example.org/crier?x=1', timeout_seconds: 30, per_second: 100 };
const file = { kind: 'file', layout: 'moves', encoding: 'utf-8', schedule: '23:59' };
const entry = {
  name: 'my-stockton',
  owner: 'Digital',
  events: [ADDRESS],
  fields: ['first_name', 'mobile', 'email', 'postal_address'],
  transport: webhook as Record<string, unknown>,
  retry: { days: 3 },
};
const without = (field: string) => Object.fromEntries(Object.entries(entry).filter(([name]) => name !== field));
const faults = (entries: unknown, place: Place = 'deployed') => faultsOfSubscribers(entries, place, known);
/** Where the one fault of an entry is. */
const faultOf = (changed: object, place?: Place) =>
  faults([{ ...entry, ...changed }], place).map(({ entry: of, field }) => `${of} ${field}`);

describe('an entry of a subscriber', () => {
  test('that is right has no fault', () => {
    expect(faults([])).toEqual([]);
    expect(faults([entry, { ...entry, name: 'electoral-roll', transport: file }])).toEqual([]);
    const gathered = { ...file, schedule: undefined, after_changes: 100_000, encoding: 'windows-1252' };
    expect(faultOf({ transport: gathered })).toEqual([]);
    expect(faultOf({ fields: [], events: known.types.filter((type) => type !== LINKED) })).toEqual([]);
    for (const secret of [SECRET, [NEW, SECRET]]) expect(faultOf({ secret }, 'list-of-one-machine')).toEqual([]);
    const here = { ...webhook, url: 'http://127.0.0.1:9101/crier' };
    expect(faultOf({ transport: here, secret: SECRET }, 'list-of-one-machine')).toEqual([]);
    expect(faultOf({ transport: here }, 'one-machine')).toEqual([]);
  });

  test.each<[string, object]>([
    ['#1 name', { name: 'My-Stockton' }],
    ['#1 name', { name: '1st' }],
    ['#1 name', { name: 'a'.repeat(41) }],
    ['my-stockton owner', { owner: ' ' }],
    ['my-stockton events', { events: [] }],
    ['my-stockton events', { events: [ADDRESS, ADDRESS] }],
    ['my-stockton events', { events: ['council.residents.moved.v1'] }],
    ['my-stockton events', { events: [ADDRESS, LINKED] }],
    ['my-stockton fields', { fields: ['last_name'] }],
    ['my-stockton fields', { fields: ['email', 'email'] }],
    ['my-stockton retry.days', { retry: { days: 8 } }],
    ['my-stockton retry.days', { retry: {} }],
    ['my-stockton retry.hours', { retry: { days: 1, hours: 2 } }],
    ['my-stockton colour', { colour: 'red' }],
    ['my-stockton transport', { transport: 'webhook' }],
    ['my-stockton transport.kind', { transport: { kind: 'fax' } }],
    ['my-stockton transport.url', { transport: { ...webhook, url: 'http://example.org' } }],
    ['my-stockton transport.url', { transport: { ...webhook, url: 'http://127.0.0.1:9101/crier' } }],
    ['my-stockton transport.url', { transport: { ...webhook, url: 'https://user@example.org' } }],
    ['my-stockton transport.url', { transport: { ...webhook, url: 'https://example.org/#a' } }],
    ['my-stockton transport.timeout_seconds', { transport: { ...webhook, timeout_seconds: 31 } }],
    ['my-stockton transport.per_second', { transport: { ...webhook, per_second: 0 } }],
    ['my-stockton transport.schedule', { transport: { ...webhook, schedule: '06:00' } }],
    ['my-stockton transport.layout', { transport: { ...file, layout: 'nowhere' } }],
    ['my-stockton transport.layout', { transport: file, fields: ['first_name', 'postal_address'] }],
    ['my-stockton transport.encoding', { transport: { ...file, encoding: 'latin-1' } }],
    ['my-stockton transport.schedule', { transport: { ...file, schedule: '24:00' } }],
    ['my-stockton transport.schedule', { transport: { ...file, after_changes: 5 } }],
    ['my-stockton transport.schedule', { transport: { ...file, schedule: undefined } }],
    ['my-stockton transport.after_changes', { transport: { ...file, schedule: undefined, after_changes: 100_001 } }],
    ['my-stockton secret', { secret: SECRET }],
  ])('%s is named where it is wrong', (where, changed) => {
    expect(faultOf(changed)).toEqual([where]);
  });

  test.each(Object.keys(entry))('without %s lacks it', (field) => {
    const at = field === 'name' ? '#1' : 'my-stockton';
    expect(faults([without(field)])).toEqual([{ entry: at, field, should: expect.stringMatching(/.{5}/) }]);
  });

  test.each<[string, unknown]>([
    ['none', undefined],
    ['no prefix', SECRET.slice('whsec_'.length)],
    ['23 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['no padding', SECRET.replace('=', '')],
    ['a list of one', [SECRET]],
    ['the same twice', [SECRET, SECRET]],
    ['three', [SECRET, NEW, `whsec_${Buffer.alloc(32, 3).toString('base64')}`]],
  ])('with a secret that is no secret (%s) lacks one, and it is not repeated', (_, secret) => {
    const found = faults([{ ...entry, secret }], 'list-of-one-machine');
    expect(found.map(({ field }) => field)).toEqual(['secret']);
    expect(JSON.stringify(found)).not.toContain(Buffer.alloc(12).toString('base64'));
  });

  test('and a secret that stands in the wrong place is not repeated', () => {
    const lost = { [SECRET]: 1, name: SECRET, owner: '', transport: { ...webhook, url: SECRET, [SECRET]: SECRET } };
    const found = faults([{ ...entry, ...lost }], 'list-of-one-machine');
    expect(found.length).toBeGreaterThan(4);
    expect(JSON.stringify(found)).not.toContain('whsec_A');
  });

  test('of a name that is there already is named, and all faults of all entries are', () => {
    const found = faults([entry, { ...entry, owner: '' }, 'nobody']);
    expect(found.map(({ entry: of, field }) => `${of} ${field}`)).toEqual([
      'my-stockton name',
      'my-stockton owner',
      '#3 itself',
    ]);
    expect(faults({ entry })).toHaveLength(1);
  });
});
