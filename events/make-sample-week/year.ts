// The year before the week: what the contact centre counted each day, and how satisfied people said they were.
import { chance, int, pick } from './chance.ts';
import { dayAt } from './day.ts';
import { A_DAY, ASKED, ASKED_AFTER } from './services.ts';

const DAY_MS = 86_400_000;
const ANSWERS_A_DAY = 8;
/** Over a year so much of what came by telephone moves to the website. */
const SHIFT = 0.12;
/** Bills go out in March: April has the most to ask. */
const BY_MONTH = [1, 1, 1.25, 1.35, 1.1, 1, 0.95, 0.9, 1, 1, 0.95, 0.8];
const OPEN_AT_WEEKENDS = new Set(['self_serve', 'email']);

/** The London days of a year, by how much of it is over (0 to 1). */
function* days(from: string, to: string): Generator<{ day: string; over: number; isWeekend: boolean; month: number }> {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  for (let at = first; at <= last; at += DAY_MS) {
    const date = new Date(at);
    const isWeekend = [0, 6].includes(date.getUTCDay());
    yield { day: dayAt(at), over: (at - first) / (last - first), isWeekend, month: date.getUTCMonth() };
  }
}

function count(usual: number, channel: string, { over, isWeekend, month }: { over: number; isWeekend: boolean; month: number }): number {
  if (isWeekend && !OPEN_AT_WEEKENDS.has(channel)) return 0;
  const shift = channel === 'telephone' ? 1 + SHIFT * (1 - over) : channel === 'self_serve' ? 1 - SHIFT * (1 - over) : 1;
  return Math.round(usual * shift * (isWeekend ? 0.3 : 1) * BY_MONTH[month]! * (0.9 + chance() * 0.2));
}

/** A file of counts, one row for each day, service and channel. */
export function countsOf(from: string, to: string): string {
  const rows: string[] = [];
  let sum = 0;
  for (const each of days(from, to)) {
    for (const [service, channels] of Object.entries(A_DAY)) {
      for (const [channel, usual] of Object.entries(channels)) {
        const contacts = count(usual, channel, each);
        sum += contacts;
        rows.push([service, channel, each.day, each.day, contacts, 1].join(','));
      }
    }
  }
  return `${['service,channel,from,to,contacts,revision', ...rows, `TRAILER,${rows.length},${sum}`].join('\n')}\n`;
}

/** Answers on satisfaction, and each evening that the day is told in full. */
export function answersOf(from: string, to: string): object[] {
  const events: object[] = [];
  const told = (type: string, time: string, data: object) =>
    events.push({
      specversion: '1.0',
      id: `year-${String(events.length + 1).padStart(4, '0')}`,
      source: 'contact-centre',
      type: `council.contacts.${type}.v1`,
      time,
      data,
    });
  for (const { day, isWeekend } of days(from, to)) {
    for (let i = 0; i < (isWeekend ? 0 : ANSWERS_A_DAY); i += 1) {
      const channel = pick(ASKED_AFTER);
      const score = pick(channel === 'self_serve' ? [5, 5, 5, 4, 4, 3] : [5, 5, 4, 4, 4, 3, 3, 2]);
      told('satisfaction-answered', `${day}T${int(10, 15)}:00:00Z`, { service: pick(ASKED), channel, score, on: day });
    }
    told('day-covered', `${day}T19:00:00Z`, { on: day });
  }
  return events;
}
