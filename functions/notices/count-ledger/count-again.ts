import type { Difference, DifferenceFound } from '../../../contracts/officers/ledger.ts';
import type { Listed } from '../../shared/notify/list.ts';
import type { NotifyPort } from '../../shared/notify/notify.ts';
import type { Counting } from '../ledger/notify-count.ts';
import { differs } from './count-first.ts';
import { add, type Message, oursIn, type Posted, placeOf, type ReadsNotices, standingOf } from './count-sides.ts';
import { bucketOf } from './fingerprints.ts';

const NAMED = 20;
const AT_ONCE = 10;
/** More than that cannot be looked up one by one: only what is found missing among them is told. */
const MOST_ASKED = 5_000;

/** Looks at each message where fingerprints differ, beside its notice. */
export async function match({ store }: ReadsNotices, count: Counting, page: Listed[]): Promise<void> {
  const messages = oursIn(page);
  const standings = await Promise.all(
    messages.map(async (message) => {
      const place = placeOf(message, count);
      if (place === 'within' && !differs(count, bucketOf(message.id)))
        return { message, standing: 'same' as const, run: null };
      const notice = await store.get(message.id);
      const standing = standingOf(message, notice, count);
      // What differs out there was told on the days before, or is of an earlier Crier.
      const passed = place === 'outside' && (standing === 'twice' || standing === 'unknown');
      return { message, standing: passed ? ('passed' as const) : standing, run: notice?.run ?? null };
    }),
  );
  for (const { message, standing, run } of standings) {
    if (standing === 'twice') tell(count, message, run);
    else if (standing === 'unknown') holdBack(count, message);
    else if (standing !== 'under-way' && standing !== 'passed') confirm(count);
    if (standing === 'counted' && differs(count, bucketOf(message.id))) tally(count, message.id, -1);
  }
}

const tally = ({ unmatched }: Counting, id: Message['id'], by: 1 | -1): void => {
  const bucket = bucketOf(id);
  unmatched[bucket] = (unmatched[bucket] ?? 0) + by;
};

/** The notice is ours and took another message: this one went to the same person beside it, whatever else is listed. */
function tell(count: Counting, message: Message, run: string | null): void {
  add(count, run, 'twice');
  name(count.found, message, 'twice');
}

/**
 * What no notice tells of, and Notify stored before the first message that this Crier knows of, is of an earlier one, or
 * of another on the same service. The list is newest first: it counts once an older message of ours has come.
 */
function holdBack({ held_back }: Counting, message: Message): void {
  held_back.unknown += 1;
  name(held_back.found, message, 'unknown');
}

function confirm(count: Counting): void {
  const { unknown, found } = count.held_back;
  if (unknown === 0) return;
  add(count, null, 'unknown', unknown);
  count.found = [...count.found, ...found].slice(0, NAMED);
  count.held_back = { unknown: 0, found: [] };
}

/** Names the first differences. */
function name(
  found: DifferenceFound[],
  { id, channel }: Pick<Message, 'id' | 'channel'>,
  difference: Difference,
): void {
  if (found.length < NAMED) found.push({ notice: id, channel, difference });
}

/** Adds up the attempts where fingerprints differ. */
export function matchAttempts(count: Counting, attempts: Posted[]): void {
  for (const { notice } of attempts) if (differs(count, bucketOf(notice.id))) tally(count, notice.id, 1);
}

export const anyUnmatched = ({ unmatched }: Counting): boolean => Object.values(unmatched).some((left) => left > 0);

/** Asks Notify for the attempts of which fewer messages were listed than there are. */
export async function askFor(
  { find }: { find: NotifyPort['find'] },
  count: Counting,
  attempts: Posted[],
): Promise<void> {
  const doubted = attempts.filter(({ notice }) => (count.unmatched[bucketOf(notice.id)] ?? 0) > 0);
  for (let i = 0; i < doubted.length && count.asked < MOST_ASKED; i += AT_ONCE) {
    const group = doubted.slice(i, i + AT_ONCE);
    const answers = await Promise.all(group.map(({ reference }) => find(reference)));
    count.asked += group.length;
    for (const [j, { notice, channel, notify_id }] of group.entries()) {
      if (answers[j]!.some((each) => each.notify_id === notify_id)) continue;
      add(count, notice.run, 'missing');
      add(count, notice.run, 'stored', -1);
      name(count.found, { id: notice.id, channel }, 'missing');
    }
  }
}
