import type { DeliveryView } from '../../contracts/officers/deliveries.ts';
import type { DisclosureView } from '../../contracts/officers/disclosures.ts';
import type { SubscriberView } from '../../contracts/officers/subscribers.ts';
import { ADDRESS } from './sync-facts.ts';

const subscriber = (name: string, more: Partial<SubscriberView> = {}): SubscriberView => ({
  name,
  owner: `Team of ${name}`,
  events: [ADDRESS],
  fields: ['postal_address'],
  by: 'webhook',
  health: 'in-step',
  failures: 0,
  paused_since: null,
  next_probe_at: null,
  waiting: 0,
  waits_more: false,
  waits_since: null,
  lag_seconds: null,
  dead: 0,
  next_file_at: null,
  after_changes: null,
  ...more,
});

const delivery = (name: string, more: Partial<DeliveryView> = {}): DeliveryView => ({
  subscriber: name,
  event_id: `${name}-1`,
  type: ADDRESS,
  subject: 'ER-1',
  sequence: '10',
  state: 'delivered',
  attempts: 1,
  reason: null,
  detail: null,
  tried_at: null,
  due_at: null,
  ...more,
});

/** Systems of each kind of health, with deliveries in each state. */
export function systemsSeen() {
  const [half_past, next] = ['2026-09-29T08:30:00.000Z', '2026-09-29T09:19:00.000Z'];
  const subscribers = [
    subscriber('my-stockton', { health: 'behind', waiting: 1200, waits_since: half_past, lag_seconds: 2040 }),
    subscriber('libraries', { health: 'paused', paused_since: half_past, next_probe_at: next, waiting: 3, dead: 2 }),
    subscriber('electoral-roll', { by: 'file', next_file_at: '2026-09-29T17:00:00.000Z' }),
    subscriber('care-for-your-area', { by: 'file', after_changes: 1 }),
  ];
  const dead = { state: 'dead', reason: 'http-410' } as const;
  const deliveries = [
    delivery('libraries', { ...dead, tried_at: '2026-09-29T08:15:00.000Z' }),
    delivery('libraries', {
      ...dead,
      tried_at: half_past,
      event_id: 'an-id-of-a-source-that-is-longer-than-a-phone-is-wide-0000-1111-2222',
    }),
    delivery('libraries', { event_id: 'l3', state: 'paused', reason: 'circuit', due_at: next, attempts: 10 }),
    delivery('my-stockton', { event_id: 'm1', state: 'superseded', reason: 'newer-11', attempts: 0 }),
    delivery('my-stockton', {
      event_id: 'm2',
      state: 'waiting',
      reason: 'no-answer',
      detail: 'not-whole',
      due_at: next,
    }),
    delivery('my-stockton'),
  ];
  const disclosures: DisclosureView[] = [
    {
      subscriber: 'my-stockton',
      called: 'ER-1',
      type: ADDRESS,
      event_id: 'm2',
      fields: ['first_name', 'postal_address'],
      told_at: ['2026-09-29T08:58:00.000Z'],
    },
  ];
  return { subscribers, deliveries, disclosures };
}
