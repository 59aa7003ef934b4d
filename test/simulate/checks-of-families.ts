import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { FINAL, type Notice } from '../../functions/notices/notice/notice.ts';
import { noticeId } from '../../functions/notices/notice/notice-id.ts';
import { contextAt } from '../../functions/notices/rules/context.ts';
import { asksOf } from '../../functions/notices/rules/decide-matter.ts';
import { looksWith } from '../../functions/notices/rules/look-again.ts';
import type { Settings } from '../../functions/notices/rules/settings.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { sumOf } from '../support/documents.ts';
import { testKey } from '../support/register.ts';
import { announced, onlyForward, posted, wordsOut } from './checks.ts';
import { ledgerDifferences } from './ledger.ts';
import { limitsKept } from './limits.ts';
import type { simulatedPlatform } from './platform.ts';
import type { Stopping } from './stopping.ts';
import type { Stop, Town } from './town.ts';

/** What there is to see when a schedule of events is over. */
export type SeenOfFamilies = {
  platform: ReturnType<typeof simulatedPlatform>;
  notices: Notice[];
  town: Town;
  stoppings: Stopping[];
  /** References of letters that came back. */
  returned: string[];
  handedOn: unknown[];
  story: string[];
  settings: Settings;
  failed: number;
  now: number;
};

/** What must hold whatever went wrong. Returns what does not. */
export async function checkFamilies(seen: SeenOfFamilies): Promise<string[]> {
  const { platform, notices, town, settings, failed, now, handedOn, story } = seen;
  const { store, events, posts, released, tooEarly, unheeded, notify } = platform;
  const messages = notify.stored;
  const holderOf = (number: string, at: number) => store.addressHolder(testKey('address', number), at);
  const left = platform.unfinished();
  return [
    ...(await nobodyLost(seen)),
    ...(await nobodyHeldInVain(seen)),
    ...(await cameBack(seen)),
    ...oneADay(notices),
    ...[...Map.groupBy(messages, ({ reference }) => reference)]
      .filter(([, same]) => same.length > 1)
      .map(([reference, same]) => `${reference} has ${same.length} messages at Notify`),
    ...notices.flatMap((notice) => [
      ...ended(notice, seen),
      ...onlyForward(notice),
      ...announced(notice, events),
      ...stopped(notice, seen),
      ...wentOn(notice, seen),
      ...ownDocument(notice, seen),
      ...behindDocument(notice, seen),
    ]),
    ...posted({ posts }),
    ...(await limitsKept({ notices, messages, posts, released, settings, holderOf })),
    ...wordsOut({ events, handedOn, notices, story }, new Set(town.words)),
    ...(await ledgerDifferences({ store, notices, messages, now })),
    ...tooEarly.map(({ notice }) => `${notice} was enqueued before it stood on the agenda make-sure`),
    ...unheeded,
    ...(left > 0 ? [`${left} messages are still in queues`] : []),
    ...(failed > 0 ? [`${failed} workers failed for no fault of theirs`] : []),
  ];
}

/** Whatever the events of a matter ask for has a notice. */
async function nobodyLost({ platform: { register }, town, notices, settings, now }: SeenOfFamilies): Promise<string[]> {
  const known = new Set(notices.map(({ id }) => id));
  const lost = await Promise.all(
    town.matters.map(async (name) => {
      const view = await register.matter({ ...name, id: name.id });
      if (!view) return [];
      return asksOf(view, contextAt(now, { settings, catalogue: ourCatalogue })).flatMap(({ ask }) => {
        const id = ask && noticeId({ about: view.matter.about, ...ask });
        return id && !known.has(id) ? [`${ask.type} is lost: there is no notice ${id}`] : [];
      });
    }),
  );
  return lost.flat();
}

const HOUR_MS = 3_600_000;
const IN_THE_WAY = ['HOUSEHOLD', 'S15'];

/** What a code holds would be held now as well. */
async function nobodyHeldInVain({
  platform: { register },
  notices,
  settings,
  now,
  town,
}: SeenOfFamilies): Promise<string[]> {
  const documents = { look: async () => ({ ok: true, bytes: 1000 }) as const };
  const { look } = looksWith({ register, documents, settings, catalogue: ourCatalogue });
  const held = notices.filter(
    ({ state, codes }) => state === 'blocked' && codes.length > 0 && !codes.some((code) => IN_THE_WAY.includes(code)),
  );
  const wrong = await Promise.all(
    held.map(async (notice) => {
      const found = await look(notice, now);
      return found.kind === 'go' || found.kind === 'wait'
        ? [`${notice.id} is held by ${notice.codes}, and nothing holds it`]
        : [];
    }),
  );
  return town.matters.length > 0 ? wrong.flat() : [];
}

/** A letter that came back is on its notice, and nobody is written to there any more. */
async function cameBack({ platform: { register, store }, returned }: SeenOfFamilies): Promise<string[]> {
  const wrong = await Promise.all(
    returned.map(async (reference) => {
      const notice = await store.get(reference.split('.')[0] as Key);
      const view = notice && (await register.matter(notice.about));
      const post = view?.people.get(notice?.person as Key)?.contacts.post;
      return [
        ...(notice?.reason === 'letter-returned' ? [] : [`${reference} came back, and its notice does not say so`]),
        ...(post?.to == null ? [] : [`${reference} came back, and its address is still used`]),
      ];
    }),
  );
  return wrong.flat();
}

const DAY_MS = 24 * HOUR_MS;

/** Of types that count the hours around their going, an address has one within them. A fallback does not ask again. */
function oneADay(notices: Notice[]): string[] {
  const went = notices.filter(
    ({ type, state, attempts }) =>
      ourCatalogue.entry(type).cap?.from === 'due' && state === 'delivered' && Object.keys(attempts).length === 1,
  );
  return went.flatMap((one) =>
    went
      .filter((other) => other.id < one.id && other.address === one.address)
      .filter(({ due_at }) => Math.abs(due_at - one.due_at) < DAY_MS - HOUR_MS)
      .map(({ id }) => `${one.id} and ${id} went to one address on one day`),
  );
}

function ended({ id, state, due_at, history }: Notice, { platform, now }: SeenOfFamilies): string[] {
  const sent = platform.notify.stored.filter(({ reference }) => reference.startsWith(`${id}.`));
  const arrived = sent.some(({ status }) => status === 'delivered' || status === 'received');
  const waits = state === 'planned' && due_at > now;
  return [
    ...(FINAL.includes(state) || waits ? [] : [`${id} is still ${state}`]),
    ...((state === 'delivered') === arrived
      ? []
      : [`${id} is ${state}, and Notify ${arrived ? 'delivered' : 'did not deliver'} it`]),
    ...(history.at(-1)?.state === state ? [] : [`${id} is ${state} and its history ends otherwise`]),
  ];
}

type Sent = { channel: Notice['channel']; address: Key };

function concerns({ code, person, matter, address, channel, types }: Stop, notice: Notice, sent: Sent): boolean {
  const { heeds } = ourCatalogue.entry(notice.type);
  return (
    (code === undefined || heeds.some((each) => each === code)) &&
    (person === undefined || person === notice.person) &&
    (matter === undefined || matter === notice.about.id) &&
    (channel === undefined || channel === sent.channel) &&
    (address === undefined || address === sent.address) &&
    (types === undefined || types.test(notice.type))
  );
}

/** None goes out that a word in the register before its claim should have stopped. */
function stopped(notice: Notice, { platform: { posts, notify }, stoppings }: SeenOfFamilies): string[] {
  const messages = notify.stored.filter(({ reference }) => reference.startsWith(`${notice.id}.`));
  return messages.flatMap(({ reference, stored_at }) => {
    const post = posts.findLast((each) => each.reference === reference && each.at <= stored_at);
    const claimed_at = post?.notice.claimed_at;
    if (!post || !claimed_at) return [`${reference} went out without a claim`];
    return stoppings
      .filter(({ stop }) => concerns(stop, notice, post.notice))
      .filter((each) => each.stored_at < claimed_at && post.at < (each.ended_at ?? Number.POSITIVE_INFINITY))
      .map(
        ({ what, stored_at: at }) =>
          `${reference} went out though ${what} was known ${claimed_at - at} ms before its claim`,
      );
  });
}

const HELD_BY_LAW = ['too-late-in-law', 'document-missing', 'document-unreadable'];

/** A document whose email did not arrive goes by letter, unless anything known stops it. */
function wentOn(notice: Notice, { town, stoppings }: SeenOfFamilies): string[] {
  const { id, type, state, person, attempts, reason } = notice;
  if (ourCatalogue.entry(type).duty !== 'statutory' || attempts.email?.outcome !== 'failed' || attempts.letter)
    return [];
  const hasPost = town.tellings.some(
    ({ data }) =>
      'channel' in data &&
      data.channel === 'post' &&
      testKey('person', String(Reflect.get(data, 'person_ref'))) === person,
  );
  const stops = stoppings.some(({ stop }) => concerns(stop, notice, { channel: 'letter', address: notice.address }));
  const held = stops || HELD_BY_LAW.includes(reason ?? '') || notice.codes.length > 0;
  return hasPost && !held ? [`${id} is ${state} and did not go by letter when its email failed`] : [];
}

/** What goes with a message is a document that its source named, byte for byte. */
function ownDocument({ id, type }: Notice, { platform: { posts }, town }: SeenOfFamilies): string[] {
  const sent = posts.filter(({ reference }) => reference.startsWith(`${id}.`));
  return sent.flatMap(({ reference, pdf }) => {
    if (ourCatalogue.entry(type).duty !== 'statutory') return pdf ? [`${reference} brought a document`] : [];
    if (!pdf) return [`${reference} went without its document`];
    return town.documents.some(({ bytes }) => sumOf(bytes) === sumOf(pdf))
      ? []
      : [`${reference} brought another document`];
  });
}

/** What says that a document was sent is handed to Notify after the document. */
function behindDocument(
  { id, type, about, person, occasion }: Notice,
  { platform: { posts }, notices }: SeenOfFamilies,
) {
  const document = notices.find(
    (each) =>
      each.type === `${type}.document` &&
      each.about.id === about.id &&
      each.person === person &&
      each.occasion === occasion,
  );
  const first = (of: Key) => posts.find(({ reference }) => reference.startsWith(`${of}.`))?.at;
  const at = first(id);
  const before = document && first(document.id);
  return document && at !== undefined && !(before !== undefined && before < at)
    ? [`${id} went before its document`]
    : [];
}
