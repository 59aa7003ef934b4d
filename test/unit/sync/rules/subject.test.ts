import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../../../contracts/envelope.ts';
import { isNewer } from '../../../../contracts/order.ts';
import type { Verdict } from '../../../../functions/sync/rules/answers.ts';
import {
  admit,
  begin,
  type Ended,
  expire,
  factOf,
  nextStep,
  noSubject,
  type Subject,
  settle,
} from '../../../../functions/sync/rules/subject.ts';
import { ADDRESS, CONTACT, factOnBus, keyOf, OPT_OUT } from '../../../support/sync-facts.ts';

const DAYS = 3;
const DAY_MS = 24 * 3_600_000;
const DELIVERED: Verdict = { kind: 'delivered' };
const GONE: Verdict = { kind: 'dead', reason: 'http-410' };
const BUSY: Verdict = { kind: 'again', reason: 'http-503', put_off_ms: 0 };

/** One subscriber and one resident, on a clock that the test moves. */
function resident() {
  let subject: Subject = noSubject({ subscriber: 'civica', subject: keyOf(factOnBus(ADDRESS, 0)) });
  let now = 0;
  const ends = new Map<string, Ended>();
  const posts: string[] = [];
  const note = (ended: Ended[]) => ended.forEach((each) => void ends.set(each.event.id, each));
  const tell = (event: CloudEvent) => {
    if (ends.has(event.id)) return 'known'; // it is on record
    const told = admit(subject, factOf(event), now);
    subject = told.subject;
    note(told.ended);
    return told.kind;
  };
  /** Begins what is next, and says its sequence; null if nothing goes now. */
  const start = (): string | null => {
    const step = nextStep(subject, { now, days: DAYS });
    if (step.kind !== 'go') return null;
    const { event, sequence } = step.waiting;
    posts.push(sequence);
    subject = begin(subject, event.id, { now, until: now + 60_000, by: 'w', called: 'P1', disclosed: [] });
    return sequence;
  };
  /** Ends what is too late by now, as a worker does that comes by it. */
  const endLate = () => {
    for (let step = nextStep(subject, { now, days: DAYS }); step.kind === 'too-late'; ) {
      const settled = expire(subject, step.waiting, now);
      subject = settled.subject;
      if (settled.ended) note([settled.ended]);
      step = nextStep(subject, { now, days: DAYS });
    }
  };
  const answer = (verdict: Verdict, chance = 0.5) => {
    const settled = settle(subject, subject.under_way!.id, { verdict, at: now, days: DAYS, chance });
    subject = settled.subject;
    if (settled.ended) note([settled.ended]);
  };
  const post = (verdict: Verdict) => start() !== null && answer(verdict);
  return {
    ...{ tell, start, answer, endLate, post, posts, ends },
    pass: (ms: number) => {
      now += ms;
    },
    passUntil: (at: number) => {
      now = Math.max(now, at);
    },
    step: () => nextStep(subject, { now, days: DAYS }),
    endOf: (event: CloudEvent) => {
      const { state, reason } = ends.get(event.id) ?? { state: 'waiting', reason: null };
      return reason === null ? state : `${state} ${reason}`;
    },
    subject: () => subject,
  };
}

const address = (sequence: number, said = {}) => factOnBus(ADDRESS, sequence, said);
const optOut = (sequence: number) => factOnBus(OPT_OUT, sequence);
const [nine, ten, eleven] = [address(9), address(10), address(11)];

describe('what a subscriber gets, as the page has it', () => {
  test('10 comes before 9: 10 only', () => {
    const one = resident();
    one.tell(ten);
    expect(one.tell(nine)).toBe('old');
    one.post(DELIVERED);
    expect([one.posts, one.step().kind, one.endOf(nine)]).toEqual([['10'], 'nothing', 'superseded newer-10']);
  });

  test('9 delivered, 10 comes: 9, 10', () => {
    const one = resident();
    one.tell(nine);
    one.post(DELIVERED);
    one.tell(ten);
    one.post(DELIVERED);
    expect([one.posts, one.endOf(nine), one.endOf(ten)]).toEqual([['9', '10'], 'delivered', 'delivered']);
  });

  test('9 waits for its next try, 10 comes: 10 at once', () => {
    const one = resident();
    one.tell(nine);
    one.post(BUSY);
    expect(one.step().kind).toBe('wait');
    one.tell(ten);
    expect([one.endOf(nine), one.start()]).toEqual(['superseded newer-10', '10']);
  });

  test.each([
    ['200: 9, then 10', DELIVERED, 'delivered'],
    ['503: 10', BUSY, 'superseded newer-10'],
    ['410: 9 is dead, then 10', GONE, 'dead http-410'],
  ] as const)('9 under way, 10 comes, 9 is answered %s', (_, verdict, end) => {
    const one = resident();
    one.tell(nine);
    one.start();
    one.tell(ten);
    expect([one.step().kind, one.endOf(nine)]).toEqual(['busy', 'waiting']);
    one.answer(verdict);
    expect([one.endOf(nine), one.start(), one.posts]).toEqual([end, '10', ['9', '10']]);
  });

  test('10 delivered, then 9 that is told of something else: 9 too; of the same: nothing', () => {
    const one = resident();
    one.tell(ten);
    one.post(DELIVERED);
    one.tell(factOnBus(CONTACT, 9, { channel: 'sms' }));
    one.post(DELIVERED);
    const post = factOnBus(CONTACT, 9, { channel: 'post' });
    one.tell(post);
    expect([one.posts, one.endOf(post), one.step().kind]).toEqual([['10', '9'], 'superseded newer-10', 'nothing']);
  });

  test('10 answered 410, 9 comes, then 11: 11', () => {
    const one = resident();
    one.tell(ten);
    one.post(GONE);
    one.tell(nine);
    one.tell(eleven);
    one.post(DELIVERED);
    expect([one.posts, one.endOf(ten), one.endOf(nine), one.endOf(eleven)]).toEqual([
      ['10', '11'],
      'dead http-410',
      'superseded newer-10',
      'delivered',
    ]);
  });

  test('9 comes again with the same id, while it waits and when it was delivered: 9 once', () => {
    const one = resident();
    one.tell(nine);
    expect(one.tell(nine)).toBe('known');
    one.post(DELIVERED);
    expect([one.tell(nine), one.step().kind, one.ends.size]).toEqual(['known', 'nothing', 1]);
  });

  test('facts that count each go lowest sequence first, 9 before 10, and none is left out', () => {
    const one = resident();
    [optOut(10), optOut(4), optOut(9)].forEach(one.tell);
    for (let turn = 0; turn < 3; turn += 1) one.post(DELIVERED);
    one.tell(optOut(3));
    one.post(DELIVERED);
    expect(one.posts).toEqual(['4', '9', '10', '3']);
  });

  test('what waits for its next try is waited for by what comes after it', () => {
    const one = resident();
    one.tell(optOut(4));
    one.post(BUSY);
    one.tell(optOut(5));
    expect(one.start()).toBeNull();
    one.tell(optOut(3));
    expect(one.start()).toBe('3');
  });

  test('equal sequences: the later time, then the greater id, is newer', () => {
    const one = resident();
    one.tell(address(9, { id: 'b', time: '2026-11-28T08:00:00.000Z' }));
    const earlier = address(9, { id: 'c', time: '2026-11-28T07:00:00.000Z' });
    const lesser = address(9, { id: 'a', time: '2026-11-28T08:00:00.000Z' });
    expect([one.tell(earlier), one.tell(lesser)]).toEqual(['old', 'old']);
    expect(one.tell(address(9, { id: 'A', time: '2026-11-28T08:00:01.000Z' }))).toBe('waits');
  });
});

describe('days', () => {
  test('a try that would begin more than three days after the first is not made', () => {
    const one = resident();
    one.tell(nine);
    for (let tries = 0; tries < 60 && one.ends.size === 0; tries += 1) {
      one.post(BUSY);
      const step = one.step();
      if (step.kind === 'wait') one.passUntil(step.waiting.due_at);
    }
    expect(one.endOf(nine)).toBe('dead expired');
    const { tries } = one.ends.get(nine.id)!;
    expect(tries.at(-1)! - tries[0]!).toBeLessThanOrEqual(DAYS * DAY_MS);
  });

  test('go on while nobody is asked: what is looked at later is too late', () => {
    const one = resident();
    one.tell(nine);
    one.post(BUSY);
    one.pass(DAYS * DAY_MS);
    expect(one.step().kind).toBe('go');
    one.pass(1);
    expect(one.step().kind).toBe('too-late');
  });

  test('one that was never tried has no first try, and is not too late', () => {
    const one = resident();
    one.tell(nine);
    one.pass(30 * DAY_MS);
    expect(one.step().kind).toBe('go');
  });
});

describe('a worker that never says what came of its try', () => {
  test('leaves it to another, once it is dead for certain', () => {
    const one = resident();
    one.tell(nine);
    one.start();
    one.pass(59_999);
    expect(one.step().kind).toBe('busy');
    one.pass(1);
    expect(one.step().kind).toBe('abandoned');
  });
});

const anyFact = fc
  .record({
    type: fc.constantFrom(ADDRESS, CONTACT, OPT_OUT),
    sequence: fc.integer({ min: 1, max: 12 }),
    channel: fc.constantFrom('sms' as const, 'email' as const, 'post' as const),
  })
  .map(({ type, sequence, channel }) => factOnBus(type, sequence, { channel }));
const anyVerdict = fc.constantFrom(DELIVERED, DELIVERED, BUSY, GONE);
const anyMove = fc.oneof(
  { weight: 3, arbitrary: anyFact.map((event) => ({ tell: event })) },
  { weight: 2, arbitrary: fc.constant('start' as const) },
  { weight: 2, arbitrary: anyVerdict.map((verdict) => ({ answer: verdict })) },
  { weight: 1, arbitrary: fc.constant('pass' as const) },
);

describe('whatever comes in whatever order', () => {
  test('no older after a newer is begun, the newest is never superseded, what counts each never is, and nothing twice after its end', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 5, maxLength: 60 }), (moves) => {
        const one = resident();
        const facts = new Map<string, CloudEvent>();
        const begun: string[] = [];
        const begin = () => {
          if (one.start() === null) return;
          const { id } = one.subject().under_way!;
          if (one.ends.has(id)) throw new Error(`${id} was begun after its end`);
          begun.push(id);
        };
        for (const move of moves) {
          if (move === 'start') begin();
          else if (move === 'pass') one.pass(100_000);
          else if ('tell' in move) {
            facts.set(move.tell.id, move.tell);
            one.tell(move.tell);
          } else if (one.subject().under_way) one.answer(move.answer);
        }
        for (let turn = 0; one.subject().waiting.length > 0 && turn < 200; turn += 1) {
          if (one.subject().under_way) one.answer(DELIVERED);
          one.pass(40_000_000);
          one.endLate();
          begin();
        }
        const told = (id: string) => factOf(facts.get(id)!);
        const newness = (id: string) => ({ ...facts.get(id)!, sequence: told(id).sequence });
        for (const [thing, ids] of Map.groupBy(facts.keys(), (id) => told(id).told)) {
          const asked = begun.filter((id) => ids.includes(id));
          if (thing === null) {
            if (ids.some((id) => one.ends.get(id)?.state === 'superseded')) return false;
            continue;
          }
          if (asked.some((id, i) => i > 0 && isNewer(newness(asked[i - 1]!), newness(id)))) return false;
          const newest = ids.reduce((a, b) => (isNewer(newness(b), newness(a)) ? b : a));
          if (!asked.includes(newest)) return false;
        }
        return one.ends.size === facts.size;
      }),
      { numRuns: 400 },
    );
  });
});
