import { isDeepStrictEqual } from 'node:util';
import { EXPIRES, expiry } from '../../../contracts/retention.ts';
import { referenceOf } from '../../shared/notify/reference.ts';
import type { Attempt, Channel, Notice } from '../notice/notice.ts';
import { noticePlace } from './table.ts';

// How a notice rests in its table: DynamoDB bills a write for each 1,024 bytes begun, so what a reader knows is left out.

type Item = Record<string, unknown>;
type Attempts = Notice['attempts'];

/** What an attribute says where it is not there. */
const NOTHING = {
  codes: [],
  reason: null,
  slot_at: null,
  claimed_at: null,
  lease_until: null,
  uncertain_since: null,
  attempts: {},
  crossed: [],
} as const satisfies Partial<Notice>;

const saysNothing = ([name, value]: [string, unknown]): boolean =>
  Object.hasOwn(NOTHING, name) && isDeepStrictEqual(value, NOTHING[name as keyof typeof NOTHING]);

const attemptsWith = (attempts: Attempts, as: (attempt: Attempt, channel: Channel) => object): Attempts =>
  Object.fromEntries(Object.entries(attempts).map(([channel, each]) => [channel, as(each, channel as Channel)]));

/** An attempt's reference is the notice's id and its channel. */
const withoutReference = ({ reference: _, ...rest }: Attempt): object => rest;

const keptFrom = ({ history, planned_at }: Notice): number => history.at(-1)?.at ?? planned_at;

export function itemOf(notice: Notice): Item {
  const stored = { ...notice, attempts: attemptsWith(notice.attempts, withoutReference) };
  const said = Object.entries(stored).filter((each) => !saysNothing(each));
  return { ...noticePlace(notice.id), ...Object.fromEntries(said), ...expiry('notice', keptFrom(notice)) };
}

export function noticeIn({ pk, sk, [EXPIRES]: _, ...item }: Item): Notice {
  const notice = { ...structuredClone(NOTHING), ...item } as unknown as Notice;
  const { id } = notice;
  const attempts = attemptsWith(notice.attempts, (each, channel) => ({
    ...each,
    reference: referenceOf({ id, channel }),
  }));
  return { ...notice, attempts };
}
