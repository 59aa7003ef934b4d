import type { CloudEvent } from '../../contracts/envelope.ts';
import { FINAL, type Notice, STOPPED_UNSENT, type State, wasSent } from '../../functions/notices/notice/notice.ts';
import { MARGIN_MS, SLOT_TOLERANCE_MS } from '../../functions/notices/notice/timing.ts';
import { brakeKept } from './brake.ts';
import { ledgerDifferences } from './ledger.ts';
import { limitsKept } from './limits.ts';
import type { StoredMessage } from './notify.ts';
import type { Seen } from './seen.ts';
import { stopped, wentOn } from './stoppers.ts';
import { FIRST_NAME } from './world.ts';

/** What must hold whatever went wrong. Returns what does not. */
export async function checkAll(seen: Seen): Promise<string[]> {
  const { notices, messages, tooEarly, unfinished, failed } = seen;
  return [
    ...nobodyLost(seen),
    ...nobodyTwice(messages),
    ...nobodyInVain(seen),
    ...notices.flatMap((notice) => [
      ...ended(notice, messages, seen.end),
      ...onlyForward(notice),
      ...stopped(notice, seen),
      ...announced(notice, seen.events),
      ...wentOn(notice, seen),
    ]),
    ...posted(seen),
    ...brakeKept(seen),
    ...(await limitsKept(seen)),
    ...personalData(seen),
    ...(await ledgerDifferences({ store: seen.store, notices, messages, now: seen.end })),
    ...tooEarly.map(
      ({ notice, times_planned }) =>
        `${notice}, planned ${times_planned} times, was enqueued before it stood on the agenda make-sure`,
    ),
    ...seen.unheeded,
    ...ofStoppedTemplates(seen),
    ...(unfinished > 0 ? [`${unfinished} messages are still in queues`] : []),
    ...(failed > 0 ? [`${failed} workers failed for no fault of theirs`] : []),
  ];
}

/** Everyone whom the first extract names has a notice, but where a later one may have come first and no longer asks. */
function nobodyLost({ notices, world }: Seen): string[] {
  const [first, later] = world.extracts;
  const known = new Set(notices.map(({ person }) => person));
  const gone = new Set(
    (later?.debts ?? []).flatMap(({ rows }) =>
      rows.filter((row) => row.stage_code !== 'REM1').map((row) => row.person),
    ),
  );
  return (first?.debts ?? [])
    .flatMap(({ rows }) => rows)
    .filter(({ person }) => !known.has(person) && !gone.has(person))
    .map(({ person_ref }) => `${person_ref} is lost: there is no notice`);
}

/** One message for each notice and channel, and one text for each number that strangers share (S15). */
function nobodyTwice(messages: StoredMessage[]): string[] {
  const twice = [...Map.groupBy(messages, ({ reference }) => reference)].filter(([, same]) => same.length > 1);
  const texts = messages.filter(({ reference }) => reference.endsWith('.sms'));
  const shared = [...Map.groupBy(texts, ({ to }) => to)].filter(
    ([, same]) => new Set(same.map(({ reference }) => reference)).size > 1,
  );
  return [
    ...twice.map(([reference, same]) => `${reference} has ${same.length} messages at Notify`),
    ...shared.map(([, same]) => `${same.map(({ reference }) => reference).join(' and ')} went to one number`),
  ];
}

/**
 * No person is left out because of another's notice that ended unsent. A number that a worker took for a notice which
 * was never written, because a newer extract came before its message came again, stays taken for the week.
 */
function nobodyInVain({ notices, sharedBy, world }: Seen): string[] {
  const rows = world.extracts.at(-1)?.debts.flatMap((debt) => debt.rows) ?? [];
  const due = new Set(rows.filter(({ stage_code }) => stage_code === 'REM1').map(({ person }) => person));
  const over = (notice: Notice | undefined) => notice && STOPPED_UNSENT.includes(notice.state) && !wasSent(notice);
  return notices.flatMap(({ id, person, about, state, codes }) => {
    if (state !== 'blocked' || !due.has(person)) return [];
    const partners = notices.filter((other) => other.about.id === about.id && other.id !== id);
    if (codes.join() === 'HOUSEHOLD' && partners.every(over)) return [`${id} gave way to a partner, and none is told`];
    const vain = sharedBy === null || over(notices.find((other) => other.id === sharedBy));
    return codes.join() === 'S15' && vain ? [`${id} gave way to the notice that has the number, and none has it`] : [];
  });
}

function ended(notice: Notice, messages: StoredMessage[], end: number): string[] {
  const { id, state, reason, due_at } = notice;
  const sent = messages.filter(({ reference }) => reference.startsWith(`${id}.`));
  const delivered = sent.some(({ status }) => status === 'delivered');
  const waits = state === 'planned' && reason !== null && due_at > end;
  return [
    ...(FINAL.includes(state) || waits ? [] : [`${id} is still ${state}`]),
    ...((state === 'delivered') === delivered
      ? []
      : [`${id} is ${state}, and Notify ${delivered ? 'delivered' : 'did not deliver'} it`]),
    ...(notice.history.at(-1)?.state === state ? [] : [`${id} is ${state} and its history ends otherwise`]),
  ];
}

/** A step for one of these reasons only notes something. */
const NOTES: readonly (string | undefined)[] = ['crossed', 'letter-returned'];

/** The lines of design section 6, written down a second time. */
const LINES: Readonly<Record<State, string>> = {
  planned: 'planned sending blocked expired cancelled delivered exhausted',
  sending: 'accepted refused uncertain set-aside planned blocked expired cancelled withheld delivered exhausted',
  'set-aside': 'planned blocked expired cancelled exhausted',
  uncertain: 'accepted planned delivered exhausted set-aside',
  accepted: 'delivered planned exhausted set-aside',
  failed: 'planned exhausted set-aside',
  refused: 'planned exhausted delivered set-aside',
  blocked: 'planned blocked expired cancelled',
  expired: 'planned blocked expired cancelled',
  cancelled: 'planned blocked expired cancelled',
  delivered: '',
  exhausted: '',
  withheld: '',
};

export function onlyForward({ id, history }: Notice): string[] {
  const moves = history.filter(({ reason }) => !NOTES.includes(reason));
  return moves.flatMap(({ state }, i) => {
    const before = moves[i - 1]?.state;
    if (!before || LINES[before].split(' ').includes(state)) return [];
    // Two steps in one write: a failed text is planned by email or exhausted, a lease that ended is doubted and settled.
    return state === 'failed' || state === 'uncertain' ? [] : [`${id} went from ${before} to ${state}`];
  });
}

/** What became of a notice in the end was told, also where the bus took only some of it at first. */
export function announced({ id, state, attempts, history, planned_at }: Notice, events: CloudEvent[]): string[] {
  const told = (what: string, channel?: string) =>
    events.some(
      ({ type, subject, data }) =>
        subject === id &&
        type === `council.notices.notice-${what}.v1` &&
        (!channel || (data as { channel?: string }).channel === channel),
    );
  const must: [string, string?][] = Object.entries(attempts).flatMap(([channel, { outcome }]) =>
    outcome === 'delivered' || outcome === 'failed' ? [[outcome, channel] as [string, string]] : [],
  );
  must.push(
    ...Object.entries(attempts).flatMap(([channel, { outcome, served }]): [string, string][] => {
      const kinds = !outcome || outcome === 'refused' ? [] : served ? ['sent', 'served'] : ['sent'];
      return kinds.map((kind) => [kind, channel]);
    }),
  );
  if (state === 'blocked' || state === 'expired' || state === 'cancelled') must.push([state]);
  if (history.some((step) => step.by === 'plan-notices' && step.state === 'planned' && step.at === planned_at))
    must.push(['planned']);
  return must
    .filter(([what, channel]) => !told(what, channel))
    .map(([what]) => `it was not announced that ${id} is ${what}`);
}

/**
 * A post leaves only if claim and worker last for the whole of it and for writing down what came of it, and near its
 * slot.
 */
export function posted({ posts }: Pick<Seen, 'posts'>): string[] {
  return posts.flatMap(({ reference, calledAt, notice, timeoutMs, remainingMs }) => {
    const leaseMs = (notice.lease_until ?? 0) - calledAt;
    const afterSlotMs = (notice.claimed_at ?? 0) - (notice.slot_at ?? 0);
    return [
      ...(leaseMs < timeoutMs + MARGIN_MS ? [`${reference} was posted with ${leaseMs} ms left of its lease`] : []),
      ...(remainingMs < timeoutMs + MARGIN_MS
        ? [`${reference} was posted with ${remainingMs} ms left to its worker`]
        : []),
      ...(afterSlotMs > SLOT_TOLERANCE_MS ? [`${reference} was claimed ${afterSlotMs} ms after its slot`] : []),
    ];
  });
}

/** Nothing of a wording that is stopped is posted, unless it was claimed before. */
const ofStoppedTemplates = ({ posts, templateStops }: Seen): string[] =>
  posts.flatMap(({ reference, template, at, notice: { claimed_at } }) =>
    templateStops
      .filter((stop) => stop.template === template && stop.from < (claimed_at ?? 0) && at < stop.until)
      .map(() => `${reference} was posted while ${template} was stopped`),
  );

/** No name, number or email in events, on queues, on notices or in what workers say. */
function personalData(seen: Seen): string[] {
  const rows = seen.world.extracts.flatMap(({ debts }) => debts.flatMap((debt) => debt.rows));
  const addresses = rows.flatMap(({ contacts: { sms, email } }) => [sms?.to?.slice('+44'.length), email?.to]);
  return wordsOut(seen, new Set([FIRST_NAME, ...addresses.filter((each) => typeof each === 'string')]));
}

/** Where words that only the register may have are to be found. */
export function wordsOut(
  { events, handedOn, notices, story }: Pick<Seen, 'events' | 'handedOn' | 'notices' | 'story'>,
  words: Iterable<string>,
): string[] {
  const places = { events, queues: handedOn, notices, logs: story };
  const all = [...words];
  return Object.entries(places).flatMap(([place, content]) => {
    const text = JSON.stringify(content);
    return all.filter((word) => text.includes(word)).map((word) => `${word} is in ${place}`);
  });
}
