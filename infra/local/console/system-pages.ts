import type { Hono } from 'hono';
import { DELIVERY_STATES, type DeliveryView, newestFirst } from '../../../contracts/officers/deliveries.ts';
import type { DisclosureView } from '../../../contracts/officers/disclosures.ts';
import { HEALTH, type Health, type SubscriberView } from '../../../contracts/officers/subscribers.ts';
import type { Column } from './csv.ts';
import type { Feed } from './feed.ts';
import { asCsv, paged, queryOf } from './list.ts';
import type { Show } from './show.ts';
import { systemsOf } from './systems.ts';
import { capital, countWords, type Tone, whenWords } from './words.ts';

const HEALTH_TONES: Record<Health, Tone> = { 'in-step': 'good', behind: 'waiting', refused: 'bad', paused: 'bad' };

const STATE_TONES: Record<DeliveryView['state'], Tone> = {
  delivered: 'good',
  waiting: 'waiting',
  paused: 'bad',
  superseded: 'waiting',
  dead: 'bad',
};

const COLUMNS: Column<DeliveryView>[] = [
  ['System', ({ subscriber }) => subscriber],
  ['About', ({ subject }) => subject],
  ['Type', ({ type }) => type],
  ['Number', ({ sequence }) => sequence],
  ['State', ({ state }) => state],
  ['Why', ({ reason }) => reason],
  ['Last try', ({ detail }) => detail],
  ['Tries', ({ attempts }) => attempts],
  ['Event', ({ event_id }) => event_id],
];

/** The systems that are kept in step: how each does, what it was told, of whom, and what it has itself. */
export function systemPages(app: Hono, { officers, systems, now }: Feed, show: Show): void {
  app.get('/subscribers', async (c) => {
    const all = await officers.subscribers();
    return show(c, 'subscribers', { rows: all.map((each) => subscriberRow(each, now())) });
  });

  app.get('/deliveries', async (c) => {
    const { page, ...query } = queryOf(c, ['subscriber', 'state', 'page']);
    const names = (await officers.subscribers()).map(({ name }) => name);
    const state = DELIVERY_STATES.find((each) => each === query.state);
    if ((query.subscriber && !names.includes(query.subscriber)) || (query.state && !state))
      return show(c, 'wrong', { what: 'There is no such system, or no such state.' }, 404);
    const all: DeliveryView[] = [];
    for await (const some of officers.deliveriesOf(query)) all.push(...some);
    const items = newestFirst(all);
    const file = asCsv(c, 'deliveries', { columns: COLUMNS, items });
    const found = paged(items, query, { page });
    const rows = found.list.items.map((each) => deliveryRow(each, now()));
    return file ?? show(c, 'deliveries', { ...found, ...query, rows, names, states: DELIVERY_STATES });
  });

  app.get('/disclosures', async (c) => {
    const { person } = queryOf(c, ['person']);
    const told = person === '' ? [] : (await officers.disclosures(person)).disclosures;
    return show(c, 'disclosures', { person, rows: told.map((each) => disclosureRow(each, now())) });
  });

  app.get('/systems', (c) => show(c, 'systems', { systems: systemsOf(systems()) }));
}

const factName = (type: string): string => capital((type.split('.')[2] ?? type).replaceAll('-', ' '));

function subscriberRow(each: SubscriberView, now: number) {
  const { next_file_at, after_changes, next_probe_at, waits_since, paused_since } = each;
  const next = next_file_at ?? next_probe_at;
  return {
    ...each,
    words: HEALTH[each.health],
    tone: HEALTH_TONES[each.health],
    since: waits_since === null ? '' : whenWords(waits_since, now),
    paused: paused_since === null ? '' : whenWords(paused_since, now),
    next: after_changes
      ? `File after ${countWords(after_changes, 'change')}`
      : next && `${next_file_at ? 'Next file' : 'Next try'} ${whenWords(next, now)}`,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  'not-tried': 'not tried yet',
  timeout: 'no whole answer in time',
  'no-answer': 'no answer',
  circuit: 'the system does not answer',
  expired: 'tried for as long as is allowed',
  'address-not-allowed': 'its address is not a public one',
};

/** @param each.reason one of the table above, `http-<status>` or `newer-<sequence>` */
function whyWords({ reason, detail }: Pick<DeliveryView, 'reason' | 'detail'>): string {
  const [, kind, number] = /^(http|newer)-(\d+)$/.exec(reason ?? '') ?? [];
  const words = kind === 'http' ? `answered ${number}` : kind ? `number ${number} is newer` : REASONS[reason ?? ''];
  return [words ?? reason, detail?.replaceAll('-', ' ')].filter(Boolean).join(': ');
}

const deliveryRow = (each: DeliveryView, now: number) => ({
  ...each,
  what: factName(each.type),
  tone: STATE_TONES[each.state],
  name: capital(each.state),
  why: whyWords(each),
  tried: each.tried_at === null ? '' : whenWords(each.tried_at, now),
  due: each.due_at === null ? '' : whenWords(each.due_at, now),
});

const disclosureRow = (each: DisclosureView, now: number) => ({
  ...each,
  what: factName(each.type),
  fields: each.fields.map((field) => field.replace('_', ' ')).join(', '),
  at: each.told_at.map((at) => whenWords(at, now)).join('; '),
});
