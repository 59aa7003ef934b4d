import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type { Notice, SendMessage } from '../../functions/notices/notice/notice.ts';
import type { Settings } from '../../functions/notices/rules/settings.ts';
import { type Window, windows } from '../../functions/shared/calendar/windows.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { StoredMessage } from './notify.ts';
import type { Post } from './platform.ts';

export type Limited = {
  notices: Notice[];
  messages: StoredMessage[];
  posts: Post[];
  /** What the releaser put on the send queue. */
  released: SendMessage[];
  settings: Settings;
  /** Which notice has a number, at an instant. */
  holderOf: (number: string, at: number) => Promise<Key | null>;
};

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/**
 * A message may be stored so long after its claim, which may be all that is known of its sending: 15 s to post, 30 s at
 * Notify.
 */
const STORED_LATE_MS = 45_000;

/** What the council and Notify allow: the pace, the day, the stage of a roll-out, the hours. Returns what went beyond it. */
export const limitsKept = async (seen: Limited): Promise<string[]> => [
  ...oneInASlot(seen),
  ...inItsOwnSlot(seen),
  ...withinTheDay(seen),
  ...atThisStage(seen),
  ...inContactHours(seen),
  ...(await keepsItsWeek(seen)),
];

/** No slot is given twice, and slots are as far apart as the pace says. */
function oneInASlot({ released, settings }: Limited): string[] {
  const slots = [
    ...new Set(released.map(({ notice, times_planned, slot_at }) => `${slot_at} ${notice} ${times_planned}`)),
  ]
    .map((each) => each.split(' '))
    .map(([slot_at, notice]) => ({ slot_at: Number(slot_at), notice }))
    .sort((a, b) => a.slot_at - b.slot_at);
  const apartMs = Math.floor(1000 / settings.posts_per_second);
  return slots.flatMap(({ slot_at, notice }, i) => {
    const before = slots[i - 1];
    if (!before || slot_at - before.slot_at >= apartMs) return [];
    return [
      `${notice} has a slot ${slot_at - before.slot_at} ms after ${before.notice}, and the pace is ${apartMs} ms`,
    ];
  });
}

/** A post has the slot that its notice was given when it was planned last, and no older one. */
function inItsOwnSlot({ posts, released }: Limited): string[] {
  const given = new Set(released.map(({ notice, times_planned, slot_at }) => `${notice} ${times_planned} ${slot_at}`));
  return posts
    .filter(({ notice: { id, times_planned, slot_at } }) => !given.has(`${id} ${times_planned} ${slot_at}`))
    .map(
      ({ reference, notice }) =>
        `${reference} was posted in a slot that it was not given, planned ${notice.times_planned} times`,
    );
}

/** Notify's limits, by UTC day and channel. */
function withinTheDay({ posts, settings }: Limited): string[] {
  const days = Map.groupBy(posts, ({ notice }) => `${Math.floor((notice.slot_at ?? 0) / DAY_MS)} ${notice.channel}`);
  return [...days.values()].flatMap((ofDay) => {
    const { channel } = ofDay[0]!.notice;
    const most = settings.daily_limits[channel];
    return ofDay.length > most ? [`${ofDay.length} posts by ${channel} in a day of ${most}`] : [];
  });
}

/** Nobody hears from a council that is still trying Crier out, but whom it lists. */
function atThisStage({ messages, notices, settings }: Limited): string[] {
  const { sending, allow_list } = settings;
  const strangers = messages.filter(
    ({ to }) => sending === 'shadow' || (sending === 'allow-list' && !allow_list.includes(to)),
  );
  const withheld = sending === 'live' ? notices.filter(({ state }) => state === 'withheld') : [];
  return [
    ...strangers.map(({ reference }) => `${reference} went out at the stage "${sending}"`),
    ...withheld.map(({ id }) => `${id} is withheld though the council is live`),
  ];
}

type Opening = { days: readonly string[]; from: string; until: string };
const EVERY_DAY = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** By the clock on the wall: written down a second time. */
const OPEN = new Map<Window, Opening>([
  [windows.recovery, { days: EVERY_DAY.slice(0, 4), from: '09:30', until: '16:00' }],
  [windows.daily, { days: EVERY_DAY, from: '08:00', until: '20:00' }],
]);
const HOURS = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/London', weekday: 'short', hour: '2-digit', minute: '2-digit' },
});

function inContactHours({ posts }: Limited): string[] {
  return posts.flatMap(({ reference, notice }) => {
    const parts = Object.fromEntries(
      HOURS.formatToParts(notice.claimed_at ?? 0).map(({ type, value }) => [type, value]),
    );
    const time = `${parts['hour']}:${parts['minute']}`;
    const { window } = ourCatalogue.entry(notice.type);
    if (window === null) return [];
    const { days, from, until } = OPEN.get(window)!;
    return days.includes(parts['weekday']!) && time >= from && time < until
      ? []
      : [`${reference} was claimed on a ${parts['weekday']} at ${time}`];
  });
}

/** A notice that was sent by text keeps the number for the week from then (S15). One that failed reached no one. */
async function keepsItsWeek({ messages, holderOf, notices }: Limited): Promise<string[]> {
  const weekly = new Set(
    notices.flatMap(({ id, type }) => (ourCatalogue.entry(type).cap?.from === 'planning' ? [`${id}.sms`] : [])),
  );
  const texts = messages.filter(({ reference, status }) => weekly.has(reference) && status === 'delivered');
  const wrong = await Promise.all(
    texts.map(async ({ reference, to, stored_at }) => {
      const holder = await holderOf(to, stored_at + WEEK_MS - STORED_LATE_MS);
      return reference.startsWith(`${holder}.`)
        ? []
        : [`${reference} was sent, and a week later its number is ${holder ?? 'nobody'}'s`];
    }),
  );
  return wrong.flat();
}
