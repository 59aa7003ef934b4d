import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../infra/local/start/finish.ts';
import { nightUntil } from '../../infra/local/start/night.ts';
import { sampleWeek } from '../../infra/local/start/sample-week.ts';
import { stopwatchOn } from '../../infra/local/start/stopwatch.ts';
import { playWeek } from '../../infra/local/start/week.ts';
import { officersWith } from '../support/console-feed.ts';
import { quiet } from '../support/quiet.ts';

const HOUR = 3_600_000;
const EVENING = Date.parse('2026-09-28T17:00:00+01:00');
const MORNING = Date.parse('2026-09-29T10:00:00+01:00');

/** A platform in which messages and notices are due at these instants, and which says what happened. */
function platform(due: number[] = [], at = EVENING, notices: number[] = []) {
  const told: string[] = [];
  const hours = (instant: number) => `${((instant - at) / HOUR).toFixed(1)} h`;
  let now = at;
  const clock = {
    now: () => now,
    moveTo(instant: number) {
      told.push(`clock at ${hours(instant)}`);
      now = instant;
    },
  };
  const stack = {
    breaks: (name: string, on: boolean) => void told.push(`${name} ${on ? 'breaks' : 'is mended'}`),
    engine: {
      clock: { nextDueAt: () => due.find((each) => each >= now) },
      idle: () => true,
      handleHttp: async () => new Response('{"events":[]}'),
    },
  };
  const quietly = async () => void told.push('quiet');
  const onTheAgenda = async function* () {
    yield* notices;
  };
  return { told, clock, stack, onTheAgenda, waits: { until: quietly }, idle: quietly };
}

describe('a night of the sample week', () => {
  it('goes on to whatever comes due, each when all is quiet, and last to the morning', async () => {
    const { told, ...night } = platform([EVENING + 10 * HOUR, EVENING + 11 * HOUR, MORNING + HOUR]);
    await nightUntil(MORNING, night, 'publish-datasets');
    expect(told).toEqual([
      ...['publish-datasets breaks', 'quiet', 'clock at 10.0 h', 'quiet', 'clock at 11.0 h', 'quiet'],
      ...['publish-datasets is mended', 'clock at 17.0 h', 'quiet'],
    ]);
    expect(night.clock.now()).toBe(MORNING);
  });

  it('stops where a notice is due, for none is to be found overdue in the morning', async () => {
    const { told, ...night } = platform([EVENING + 10 * HOUR], EVENING, [EVENING + HOUR, EVENING + 15 * HOUR]);
    await nightUntil(MORNING, night, null);
    const hours = [1, 10, 15, 17].map((hour) => `clock at ${hour}.0 h`);
    expect(told).toEqual(['quiet', ...hours.flatMap((each) => [each, 'quiet'])]);
  });

  it('does not go back where the morning has come already', async () => {
    const { told, ...night } = platform([], MORNING + HOUR);
    await nightUntil(MORNING, night, null);
    expect(told).toEqual([]);
  });
});

const playing = {
  inbox: { drop: async () => {}, answers: async () => ({ receipt: null, rejects: null }) },
  progress: quiet,
  stopwatch: stopwatchOn(() => 0, 'setup'),
  data: null,
  imported: async () => {},
  reply: null,
  bringBack: null,
  putDocuments: async () => 0,
  sent: async () => {},
  breathe: async () => {},
  answerBeside: false,
  sources: {},
};

describe('the sample week', () => {
  /** Plays days without files, so that what lies between them is seen. */
  async function played(endings: Ending[], numbers = [4, 5], downInTheAfternoon: string | null = null) {
    const { told, clock, stack, waits, onTheAgenda, idle } = platform([], sampleWeek()[3]!.begins);
    const days = sampleWeek().filter(({ number }) => numbers.includes(number));
    const empty = join(mkdtempSync(join(tmpdir(), 'crier-week-')), 'empty');
    mkdirSync(join(empty, 'afternoon'), { recursive: true });
    const week = await playWeek({
      days: days.map((day) => ({ ...day, folder: empty, downInTheAfternoon })),
      clock,
      waits,
      onTheAgenda,
      stack: stack as never,
      officers: officersWith([]),
      deadLetters: {
        list: async () => [],
        redrive: async (name) => {
          told.push(`redrive ${name}`);
          return 1;
        },
      },
      finish: async () => {
        told.push('finish');
        return endings.shift()!;
      },
      linger: async () => void told.push('linger'),
      systems: { isDown: (name, down) => void told.push(`${name} is ${down ? 'down' : 'up'}`) },
      play: { ...playing, idle, engine: stack.engine as never },
    });
    return { ...week, told };
  }

  it('has an afternoon on which a system is down for an hour, after the morning has come to its end', async () => {
    const { told, ending } = await played([{ ok: true }, { ok: true }], [3], 'libraries');
    expect(ending).toEqual({ ok: true });
    const later = expect.stringMatching(/^clock/);
    expect(told).toEqual(['finish', later, 'quiet', 'libraries is down', 'quiet', later, 'libraries is up', 'finish']);
  });

  it('has a night that breaks a function between two days, and its dead letters redriven in the morning', async () => {
    const { told, ending, days } = await played([{ ok: true }, { ok: true }]);
    expect(ending).toEqual({ ok: true });
    expect(told).toEqual([
      ...['finish', 'linger', 'publish-datasets breaks', 'quiet', 'publish-datasets is mended', 'clock at 24.0 h'],
      ...['quiet', 'redrive publish-datasets', 'quiet', 'finish'],
    ]);
    expect(days.map(({ day }) => day)).toEqual(['Thursday 1 October', 'Friday 2 October']);
  });

  it('ends with the first day that does not end well: no later day covers it up', async () => {
    const unbalanced = { ok: false, reason: 'the ledger does not balance' } as const;
    const { told, ending, days } = await played([unbalanced, { ok: true }]);
    expect(ending).toEqual(unbalanced);
    expect(told).toEqual(['finish']);
    expect(days).toHaveLength(1);
  });

  it('plays one day alone without a night', async () => {
    const { told } = await played([{ ok: true }], [4]);
    expect(told).toEqual(['finish']);
  });
});
