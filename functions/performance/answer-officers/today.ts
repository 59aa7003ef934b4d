import type { TodayView } from '../../../contracts/officers/performance.ts';
import type { ReasonClass } from '../../../contracts/reasons.ts';
import type { Channel, Fact } from '../facts/fact.ts';

/** Counts the facts of one day. Late facts and corrections will change them. */
export function todayOf(day: string, facts: readonly Fact[]): TodayView {
  const scores = facts.flatMap((fact) => (fact.measure === 'satisfaction' ? [fact.score] : []));
  const mean = scores.length === 0 ? null : scores.reduce((a, b) => a + b, 0) / scores.length;
  return {
    day,
    contacts: contactsOf(facts),
    satisfaction: { answers: scores.length, mean },
    notices: noticesOf(facts),
    notices_not_sent: notSentOf(facts),
  };
}

function contactsOf(facts: readonly Fact[]): TodayView['contacts'] {
  const rows = new Map<string, TodayView['contacts'][number]>();
  const add = (service: string, channel: Channel, contacts: number) => {
    const key = `${service} ${channel}`;
    rows.set(key, { service, channel, contacts: (rows.get(key)?.contacts ?? 0) + contacts });
  };
  for (const { service, channel, contacts } of newestCounts(facts)) add(service, channel, contacts);
  for (const fact of facts) if (fact.measure === 'contact') add(fact.service, fact.channel, 1);
  return sorted(rows);
}

type Count = Extract<Fact, { measure: 'contacts-counted' }>;

/** Counts of this day alone. Of one source, service and channel the highest revision counts. */
function newestCounts(facts: readonly Fact[]): Iterable<Count> {
  const newest = new Map<string, Count>();
  for (const fact of facts) {
    if (fact.measure !== 'contacts-counted' || fact.from !== fact.to) continue;
    const key = JSON.stringify([fact.source, fact.service, fact.channel]);
    if ((newest.get(key)?.revision ?? -1) < fact.revision) newest.set(key, fact);
  }
  return newest.values();
}

const STAGES = ['sent', 'delivered', 'failed'] as const;

function noticesOf(facts: readonly Fact[]): TodayView['notices'] {
  const rows = new Map<string, TodayView['notices'][number]>();
  const counted = new Set<string>();
  for (const fact of facts) {
    if (fact.measure !== 'notice') continue;
    const { notice, notice_type, channel } = fact;
    const outcome = STAGES.find((stage) => stage === fact.outcome);
    if (!outcome || !channel) continue;
    const once = JSON.stringify([notice, channel, outcome]);
    if (counted.has(once)) continue;
    counted.add(once);
    const key = `${notice_type} ${channel}`;
    const row = rows.get(key) ?? { notice_type, channel, sent: 0, delivered: 0, failed: 0 };
    row[outcome] += 1;
    rows.set(key, row);
  }
  return sorted(rows);
}

type Step = Extract<Fact, { measure: 'notice' }>;

function notSentOf(facts: readonly Fact[]): TodayView['notices_not_sent'] {
  const last = new Map<string, Step>();
  for (const fact of facts) {
    if (fact.measure !== 'notice') continue;
    const known = last.get(fact.notice);
    if (!known || known.at <= fact.at) last.set(fact.notice, fact);
  }
  const classes = new Map<ReasonClass, number>();
  for (const { reason_class } of last.values())
    if (reason_class) classes.set(reason_class, (classes.get(reason_class) ?? 0) + 1);
  return [...classes]
    .map(([reason_class, notices]) => ({ reason_class, notices }))
    .sort((a, b) => b.notices - a.notices);
}

const sorted = <Row>(rows: Map<string, Row>): Row[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
