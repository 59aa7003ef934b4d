import type { Fact, ReasonClass } from '../../../functions/performance/facts/fact.ts';
import { CLASSES, noticeTitle } from './words.ts';

const CHANNELS = {
  telephone: 'Telephone',
  face_to_face: 'In person',
  email: 'Email',
  self_serve: 'Online',
  sms: 'Text',
  post: 'Post',
} as const;
type Channel = keyof typeof CHANNELS;

type Counts = Partial<Record<Channel, number>>;

/** Today's figures as they come in. They are provisional: late facts and corrections change them. */
export function todayOf(facts: readonly Fact[]) {
  const contacts = new Map<string, Counts>();
  const add = (service: string, channel: Channel, count: number) => {
    const counts = contacts.get(service) ?? {};
    contacts.set(service, { ...counts, [channel]: (counts[channel] ?? 0) + count });
  };
  for (const { service, channel, count } of newestCounts(facts)) add(service, channel, count);
  const scores: number[] = [];
  for (const fact of facts) {
    if (fact.measure === 'contact') add(fact.service, fact.channel, 1);
    if (fact.measure === 'satisfaction') scores.push(fact.score);
  }
  const seen = [...contacts.values()];
  const channels = (Object.keys(CHANNELS) as Channel[]).filter((each) => seen.some((counts) => counts[each]));
  return {
    channels: channels.map((each) => CHANNELS[each]),
    services: [...contacts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, counts]) => ({
        name: service === 'all' ? 'The council’s own total' : serviceWords(service),
        counts: channels.map((each) => ({ channel: CHANNELS[each], count: counts[each] ?? 0 })),
        total: channels.reduce((sum, each) => sum + (counts[each] ?? 0), 0),
      })),
    notices: noticesOf(facts),
    notSent: notSentOf(facts),
    answers: scores.length,
    score: scores.length === 0 ? null : (scores.reduce((a, b) => a + b, 0) / scores.length).toFixed(1),
  };
}

/** Counts of today alone. Of one source, service and channel the highest revision counts. */
function newestCounts(facts: readonly Fact[]) {
  const newest = new Map<string, { service: string; channel: Channel; count: number; revision: number }>();
  for (const fact of facts) {
    if (fact.measure !== 'contacts-counted' || fact.from !== fact.to) continue;
    const { source, service, channel, contacts, revision } = fact;
    const key = JSON.stringify([source, service, channel]);
    if ((newest.get(key)?.revision ?? -1) < revision) newest.set(key, { service, channel, count: contacts, revision });
  }
  return newest.values();
}

const STAGES = ['sent', 'delivered', 'failed'] as const;

/** Messages by notice type and channel; one that was sent and delivered stands under both. */
function noticesOf(facts: readonly Fact[]) {
  const rows = new Map<string, { title: string; channel: string; sent: number; delivered: number; failed: number }>();
  const counted = new Set<string>();
  for (const fact of facts) {
    if (fact.measure !== 'notice') continue;
    const once = JSON.stringify([fact.notice, fact.channel, fact.outcome]);
    if (counted.has(once) || !STAGES.includes(fact.outcome)) continue;
    counted.add(once);
    const key = `${fact.notice_type} ${fact.channel}`;
    const fresh = {
      title: noticeTitle(fact.notice_type),
      channel: CHANNELS[fact.channel],
      sent: 0,
      delivered: 0,
      failed: 0,
    };
    const row = rows.get(key) ?? fresh;
    row[fact.outcome] += 1;
    rows.set(key, row);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function notSentOf(facts: readonly Fact[]) {
  const classes = new Map<ReasonClass, Set<string>>();
  for (const fact of facts) {
    if (fact.measure !== 'notice-not-sent') continue;
    classes.set(fact.reason_class, (classes.get(fact.reason_class) ?? new Set()).add(fact.notice));
  }
  return [...classes]
    .map(([name, notices]) => ({ words: CLASSES[name], count: notices.size }))
    .sort((a, b) => b.count - a.count);
}

function serviceWords(service: string): string {
  const words = service.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
