import type { Code } from '../../../contracts/codes.ts';
import type { DecisionView, RunView } from '../../../contracts/officers/runs.ts';
import { type NoticeSums, noticesLine, runLine, sumsOf } from '../../../contracts/officers/sums.ts';
import { codeName } from '../../../contracts/officers/words.ts';
import { whenWords } from '../console/words.ts';
import type { Officers } from './officers.ts';
import type { Progress } from './progress.ts';
import { MOST_RUNS, type PlayedExtract } from './report.ts';

export type Summary = {
  notices: NoticeSums;
  /** Codes with how many notices each holds now, most first. */
  held: [code: Code, count: number][];
  /** Held before, and not any more. */
  freed: number;
  later: number;
  earliestLater: number | null;
};

/** What the ledger does not say: what was held before, and what is due later. A notice counts once. */
export function summing() {
  const freed = new Set<string>();
  const later = new Map<string, number>();
  return {
    add({ notice_id, outcome, codes, due_at, state, now }: DecisionView, at: number) {
      if (notice_id === null || now === null) return;
      // With S19 it is an earlier file that asked for it.
      if (outcome === 'none' && codes.length > 0 && !codes.includes('S19') && !ENDED_UNSENT.has(now.status)) {
        freed.add(notice_id);
      }
      const due = due_at === null ? 0 : Date.parse(due_at);
      if (state === 'planned' && due > at) later.set(notice_id, due);
    },
    done: () => ({
      freed: freed.size,
      later: later.size,
      earliestLater: later.size === 0 ? null : Math.min(...later.values()),
    }),
  };
}

const ENDED_UNSENT = new Set(['held', 'too_late', 'cancelled']);
const OUTCOMES = { taken: 'taken', refused: 'REFUSED', 'already-imported': 'imported before', held: 'HELD' } as const;

/** The files, each with the line that reconciles its rows and notices, or the reasons why it was refused. */
export function fileLines(files: PlayedExtract[], runs: RunView[]): string[] {
  return files.flatMap(({ name, receipt }) => {
    if (!receipt) return [`  ${name}: no receipt was written`];
    const figures = runs.find(({ name }) => name === receipt.extract_id)?.figures;
    const line = receipt.outcome === 'taken' && figures ? runLine(figures).split('; ') : [];
    const reasons = receipt.reasons.map(({ code, text }) => text || code);
    return [`  ${name}: ${OUTCOMES[receipt.outcome]}`, ...[...line, ...reasons].map((each) => `      ${each}`)];
  });
}

/** What became of every notice, for a council officer. */
export function summaryLines(sum: Summary, when: (instant: number) => string): string[] {
  const lines = [`  All files: ${noticesLine(sum.notices)}`];
  const indented = (count: number, words: string) => lines.push(`  ${number(count).padStart(7)}  ${words}`);
  if (sum.earliestLater !== null)
    indented(sum.later, `of the open are due later, the first of them ${when(sum.earliestLater)}`);
  if (sum.freed > 0) indented(sum.freed, 'held before, and sent or on the way now that the hold has ended');
  if (sum.held.length > 0) lines.push('', '  Held, because (one notice can have several reasons)');
  for (const [code, count] of sum.held) indented(count, codeName(code));
  return lines;
}

/** Says what became of the files and of everybody on them, from the officers' API. */
export async function saySummary(
  officers: Officers,
  { files, now, progress }: { files: PlayedExtract[]; now: () => number; progress: Progress },
): Promise<void> {
  const sum = summing();
  const runs = await officers.runs(MOST_RUNS);
  for (const run of runs) {
    for await (const page of officers.decisions(run.name)) for (const each of page) sum.add(each, now());
  }
  const ledger = await officers.ledger();
  const held = (Object.entries(ledger.held) as [Code, number][]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const summary = { ...sum.done(), held, notices: sumsOf(ledger) };
  progress.say('');
  for (const line of fileLines(files, runs)) progress.say(line);
  progress.say('');
  for (const line of summaryLines(summary, (instant) => whenWords(instant, now()))) progress.say(line);
  progress.say('');
}

const number = (count: number) => count.toLocaleString('en-GB');
