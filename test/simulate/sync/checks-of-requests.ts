import type { FoundBy } from '../../../contracts/subscriber.ts';
import type { Ended } from '../../../functions/sync/rules/subject.ts';
import type { Dead } from '../../../functions/sync/store/ports.ts';
import type { BackOfficeInTime } from './back-office.ts';

/** What officers had done again. */
export type Repeats = {
  /** What was dead by then and is tried again: whether or not the officer's call came to its end. */
  redrives: { at: number; ids: ReadonlySet<string>; isWhole: boolean }[];
  /** What had been delivered by then. */
  replays: { at: number; delivered: ReadonlySet<string> }[];
};

type Checked = {
  requests: readonly { id: string; ref: string }[];
  backOffice: BackOfficeInTime;
  /** Our references, by what the back office calls them. */
  called: ReadonlyMap<string, string>;
  ended: readonly Ended[];
  listed: readonly Dead[];
  cries: ReadonlySet<string>;
  found_by: FoundBy;
  /** Nothing was killed, frozen or lost on our side. */
  isWhole: boolean;
  /** A list did not show all, or a replay brought what had been refused: nobody has looked. */
  mayBeUnknown: boolean;
} & Repeats;

/** What must hold at the end of a schedule, whatever happened in it (ADR 055). */
export function checkRequests(checked: Checked): string[] {
  const { requests, ended } = checked;
  return requests.flatMap(({ id, ref }) => {
    const end = ended.find(({ event }) => event.id === id);
    return [
      ...atTheBackOffice(checked, { id, ref }),
      ...(end ? ofItsEnd(checked, { id, ref, end }) : [`${ref} has not come to its end`]),
    ];
  });
}

type Request = { id: string; ref: string };

/** There once: where it shows nothing of ours, once more each time that an officer had it tried again. */
function atTheBackOffice({ backOffice, found_by, redrives }: Checked, { id, ref }: Request): string[] {
  const there = backOffice.stored.filter((each) => each.ref === ref).length;
  const decided = redrives.filter(({ ids }) => ids.has(id)).length;
  const most = found_by === 'nothing' ? 1 + decided : 1;
  return there > most ? [`${ref} is at the back office ${there} times, and may be there ${most} times`] : [];
}

/** Nothing is lost: it is there and its id is known, or somebody was told why not. */
function ofItsEnd(checked: Checked, { id, ref, end }: Request & { end: Ended }): string[] {
  const { backOffice, called, listed, cries, isWhole, mayBeUnknown, redrives, replays } = checked;
  const there = backOffice.stored.filter((each) => each.ref === ref);
  const posts = backOffice.posted.filter((each) => each.ref === ref);
  const known = [...called].filter(([, ours]) => ours === ref).map(([theirs]) => theirs);
  const found: string[] = known
    .filter((theirs) => !there.some((each) => each.id === theirs))
    .map((theirs) => `${ref} is thought to be ${theirs}`);
  if (end.state === 'delivered' && there.length === 0) found.push(`${ref} is delivered, and nobody took it`);
  if (end.state === 'delivered' && known.length === 0)
    found.push(`${ref} is delivered, and nobody knows what it is called`);
  if (end.state === 'dead') {
    if (!listed.some((line) => line.id === id && line.at === end.at)) found.push(`${ref} is dead, and not listed`);
    if (isWhole && !cries.has('delivery-dead streets')) found.push(`${ref} is dead, and nobody was told`);
    if (end.reason === 'http-400' && !posts.some(({ refused }) => refused))
      found.push(`${ref} is dead, and nobody refused it`);
    if (isWhole && !mayBeUnknown && end.reason === 'not-known' && !posts.some(({ mayBeThere }) => mayBeThere))
      found.push(`${ref} is not known, though it cannot be there or was answered`);
  }
  if (end.state !== 'delivered' && replays.some(({ delivered }) => delivered.has(id)))
    found.push(`${ref} had been delivered, and is ${end.state}`);
  for (const redrive of redrives)
    if (redrive.isWhole && redrive.ids.has(id) && end.at < redrive.at)
      found.push(`${ref} is still dead, though it was to be tried again`);
  return found;
}
