import { isDeepStrictEqual } from 'node:util';
import type { Brake } from '../../functions/notices/notice/brake.ts';
import type { AgendaPage, MatterDecision, Notice, Reply, Run } from '../../functions/notices/notice/notice.ts';
import type {
  ControlStore,
  Day,
  DecisionStore,
  Down,
  NoticeStore,
  NotSetUp,
  Pace,
  Question,
  Restored,
  Stop,
  SwitchName,
  Unknown,
} from '../../functions/notices/store/ports.ts';
import { rowWith } from '../../functions/notices/store/switches.ts';
import { dayWith, noDay, utcDay } from '../../functions/notices/store/utc-day.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { copyOf } from './copy.ts';

type Claim = { notice: Key; version: number; until: number };

/** The notices table in memory. It passes the same suite as the table (test/support/notice-store-port-suite.ts). */
export function inMemoryNoticeStore(pageSize = 100): NoticeStore & DecisionStore {
  const notices = new Map<Key, Notice>();
  const agenda = new Map<string, AgendaPage>();
  const claims = new Map<Key, Claim>();
  const questions = new Map<Key, Question>();
  const waiting = new Map<Key, Set<Key>>();
  const atAddresses = new Map<Key, Set<Key>>();
  const decided = new Map<string, MatterDecision>();
  const runs = new Map<string, Run>();
  const replies = new Map<string, Reply>();
  const brakes = new Map<string, Brake>();
  const open = new Map<string, number>();
  const at = (run: string, matter: Key) => JSON.stringify([run, matter]);

  const page = <Item>(all: Item[], after = '0', size = pageSize) => {
    const from = Number(after);
    const items = copyOf(all.slice(from, from + size));
    return { items, next: from + size < all.length ? String(from + size) : null };
  };

  return {
    get: async (id) => copyOf(notices.get(id) ?? null),
    glance: async (id) => copyOf(notices.get(id) ?? null),
    put: async (notice) => {
      if ((notices.get(notice.id)?.version ?? 0) !== notice.version - 1) return false;
      notices.set(notice.id, copyOf(notice));
      return true;
    },
    annotate: async ({ id, crossed, history, version }) => {
      const stored = notices.get(id);
      if (stored?.version !== version - 1) return false;
      notices.set(id, copyOf({ ...stored, crossed, history, version }));
      return true;
    },
    enter: async ({ list, at }, entries) => {
      if (entries.length === 0) return;
      const key = JSON.stringify([at, entries]);
      agenda.set(`${list} ${key}`, copyOf({ list, at, key, entries }));
    },
    due: async (list, until, entries) => {
      const pages = [...agenda.values()].filter((page) => page.list === list && page.at <= until);
      let found = 0;
      return pages
        .sort((a, b) => a.at - b.at)
        .filter((page) => {
          const more = found < entries;
          found += page.entries.length;
          return more;
        })
        .map((page) => copyOf(page));
    },
    strike: async ({ list, key }) => {
      agenda.delete(`${list} ${key}`);
    },
    ofMatter: async (matter) => copyOf([...notices.values()].filter(({ about }) => about.id === matter)),

    takeAddress: async (address, { id, version }, until, now) => {
      const has = claims.get(address);
      if (has && has.notice !== id && has.until > now) return false;
      const before = has?.notice === id ? has : { version, until };
      const later = { version: Math.max(before.version, version), until: Math.max(before.until, until) };
      claims.set(address, { notice: id, ...later });
      return true;
    },
    giveBackAddress: async (address, { id, version }) => {
      const has = claims.get(address);
      return has?.notice === id && has.version <= version && claims.delete(address);
    },
    addressHolder: async (address, now) => {
      const has = claims.get(address);
      return has && has.until > now ? has.notice : null;
    },
    lastHolder: async (address) => claims.get(address)?.notice ?? null,
    noteQuestion: async (address, question) => {
      const has = questions.get(address);
      if (!has || has.at < question.at) questions.set(address, copyOf(question));
    },
    questionTo: async (address) => copyOf(questions.get(address) ?? null),
    waitAt: async (address, { id }) => {
      atAddresses.set(address, (atAddresses.get(address) ?? new Set()).add(id));
    },
    waitingAt: async (address) => [...(atAddresses.get(address) ?? [])],
    waitFor: async (holder, waits) => {
      waiting.set(holder, (waiting.get(holder) ?? new Set()).add(waits));
    },
    waitingFor: async (holder) => [...(waiting.get(holder) ?? [])],

    brake: async (run) => copyOf(brakes.get(run) ?? null),
    putBrake: async (brake) => {
      if ((brakes.get(brake.run)?.version ?? 0) !== brake.version - 1) return false;
      brakes.set(brake.run, copyOf(brake));
      return true;
    },
    openRun: async (run) => {
      open.set(run, (open.get(run) ?? 0) + 1);
    },
    openRuns: async () => [...open].map(([run, opened]) => ({ run, opened })),
    closeRun: async ({ run, opened }) => open.get(run) === opened && open.delete(run),

    decision: async (run, matter) => copyOf(decided.get(at(run, matter)) ?? null),
    putDecision: async (decision) => {
      decided.set(at(decision.run, decision.matter), copyOf(decision));
    },
    decisions: async (run, after, limit = pageSize) =>
      page(
        [...decided.values()].filter((each) => each.run === run),
        after,
        Math.min(limit, pageSize),
      ),
    noteRun: async (run) => {
      if (!runs.has(run.name)) runs.set(run.name, copyOf(run));
    },
    putRun: async (run) => {
      runs.set(run.name, copyOf(run));
    },
    keepReply: async (reply) => {
      const key = `${reply.at}#${reply.address}`;
      if (!replies.has(key)) replies.set(key, copyOf(reply));
    },
    replies: async (after) =>
      page(
        [...replies.values()].sort((a, b) => b.at - a.at),
        after,
      ),
    run: async (name) => copyOf(runs.get(name) ?? null),
    runs: async () => copyOf([...runs.values()]),
    all: async (after) => page([...notices.values()], after),
    control: inMemoryControl(),
  };
}

const asRead = (pace: Pace | null) => [pace?.next_slot_at, pace?.halved_at, pace?.following.since];

function inMemoryControl(): ControlStore {
  const stops = new Map<string, Stop>();
  const unknown = new Map<string, Unknown>();
  let down: Down | null = null;
  const nameOf = ({ kind, template = '' }: SwitchName) => `${kind} ${template}`;
  let pace: Pace | null = null;
  let notSetUp: NotSetUp[] = [];
  let restored: Restored | null = null;
  let lease: { owner: string; until: number; again?: boolean } | null = null;
  const days = new Map<string, Day>();
  return {
    notSetUp: async () => [...notSetUp],
    setNotSetUp: async (what) => {
      notSetUp = what;
    },
    switches: async () => copyOf({ stops: [...stops.values()], unknown, down, restored }),
    stop: async (stop) => {
      if (stop.kind === 'officer' || !stops.has(nameOf(stop))) stops.set(nameOf(stop), stop);
    },
    lift: async (name) => {
      stops.delete(nameOf(name));
      if (name.kind === 'template') unknown.delete(name.template);
    },
    restore: async (said) => {
      restored = said;
      stops.delete(nameOf({ kind: 'copy' }));
    },
    noteUnknown: async (template, refused) => {
      const row = rowWith(unknown.get(template), refused);
      unknown.set(template, row);
      return copyOf(row);
    },
    endUnknown: async (template, read) => {
      if (isDeepStrictEqual(unknown.get(template), read)) unknown.delete(template);
    },
    noteDown: async (noted) => {
      down = copyOf(noted);
    },
    endDown: async () => {
      down = null;
    },
    takeLease: async (owner, until, now) => {
      if (lease && lease.owner !== owner && lease.until > now) {
        lease.again = true;
        return false;
      }
      lease = { owner, until };
      return true;
    },
    keepLease: async (owner, until) => {
      if (lease?.owner !== owner) return false;
      lease.until = until;
      return true;
    },
    giveBackLease: async (owner) => {
      if (lease?.owner !== owner) return true;
      const asked = lease.again === true;
      lease = asked ? { owner, until: lease.until } : null;
      return !asked;
    },
    pace: async () => pace,
    setPace: async (next, read) => {
      if (!isDeepStrictEqual(asRead(pace), asRead(read))) return false;
      pace = next;
      return true;
    },
    takeUp: async (message) => {
      const utcDate = utcDay(message.at);
      const { day, before } = dayWith(days.get(utcDate) ?? noDay(), [message]);
      days.set(utcDate, day);
      return before[0]!;
    },
    day: async (utcDate) => copyOf(days.get(utcDate) ?? noDay()),
  };
}
