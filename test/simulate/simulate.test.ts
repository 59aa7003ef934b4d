import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pointsInSource } from './points.ts';
import { simulateSends } from './sends.ts';

/** Enough to come by every await point; `npm run simulate -- sends` goes on from there. */
const SCHEDULES = process.env['CRIER_NIGHTLY'] ? 10_000 : 400;

describe('sending under schedules of faults', () => {
  // In a process of Node's own: it keeps the source lines by which await points are counted.
  it(`keeps every promise in ${SCHEDULES} schedules, meets every fault, and comes by every await point of the source`, () => {
    const program = ['bin/simulate.ts', 'sends', '--seeds', String(SCHEDULES), '--points'];
    const { stdout, status } = spawnSync(process.execPath, program, { encoding: 'utf8' });
    expect(stdout).toContain('Every promise held.');
    expect(status).toBe(0);

    const all = pointsInSource().map(withoutLine);
    expect(all.length).toBeGreaterThan(100);
    expect(stdout).not.toContain('Not found in the source');
    const never = [...stdout.matchAll(/^Never passed: (.*) (before|after)$/gm)].map(([, point]) => withoutLine(point!));
    expect(never).toEqual([]);
    const died = [...stdout.matchAll(/passed +[1-9]\d* died {2}(.*)$/gm)].map(([, point]) => withoutLine(point!));
    const at = new Set(died.map((point) => point.replace(/ (before|after)$/, '')));
    const wanted = process.env['CRIER_NIGHTLY'] ? [...OF_EVENTS, ...RARE] : OF_EVENTS;
    expect(wanted.filter((point) => !at.has(point))).toEqual([]);

    const faults = /Faults: (.*)/
      .exec(stdout)?.[1]
      ?.split(', ')
      .map((each) => each.replace(/^\d+ /, ''));
    expect(faults).toEqual(expect.arrayContaining(EVERY_FAULT));
  });

  it('tells the same story for the same seed', async () => {
    const [once, again] = [await simulateSends(24), await simulateSends(24)];
    expect(again.story.length).toBeGreaterThan(2);
    expect(again.story).toEqual(once.story);
  });
});

const withoutLine = (point: string): string => point.replace(/:\d+ /, ' ');

/** Where only events, letters and answers come by: workers must have died at each of these calls, before it or after it. */
const OF_EVENTS = [
  'plan-notices/claims.ts waitAt',
  'plan-notices/claims.ts addressHolder',
  'plan-notices/claims.ts get',
  'plan-notices/heed-fact.ts waitingAt',
  'plan-notices/note-run.ts noteRun',
  'plan-notices/plan-for.ts get',
  'send-notices/after-post.ts askLater',
  'steps/announce-sent.ts noteQuestion',
  'track-notices/returned.ts get',
  'track-notices/returned.ts put',
  'track-notices/returned.ts matter',
  'track-notices/returned.ts fact',
];

/** Passed some thirty times in 400 schedules, so a worker that dies there is met in the 10,000 of a night. */
const RARE = ['plan-notices/plan-anew.ts get'];

const EVERY_FAULT = [
  'kill',
  'freeze',
  'call refused',
  'answer lost',
  'tried again by the SDK',
  'entered in part',
  'messages queued in part',
  'slow call',
  'cold start',
  'message twice',
  'message late',
  'redrive',
  'events put in part',
  'stalled',
  'no connection',
  '400',
  '403',
  '429',
  '500 not stored',
  'stored and then 500 or 504 or reset',
  'cannot be asked',
  'receipt before the answer',
  'receipt twice',
  'receipt late',
  'receipt lost',
  'scan lost',
];
