import { CODES, REASONS } from '../../../functions/notices/words.ts';
import { whenWords } from '../console/words.ts';
import type { Officers, ToldDecision } from './officers.ts';
import type { Progress } from './progress.ts';
import type { PlayedExtract } from './report.ts';

/** What became of the notices that one channel was chosen for. */
type Fates = { chosen: number; delivered: number; failed: number; stopped: number; later: number; open: number };

export type Summary = {
  people: number;
  byText: Fates;
  byEmail: Fates;
  leftAlone: number;
  /** Codes and reasons with how many people each holds for, most first. */
  reasons: [code: string, count: number][];
  /** Held at first and told after all, once a hold had ended. */
  afterAll: number;
  earliestLater: number | null;
};

const noFates = (): Fates => ({ chosen: 0, delivered: 0, failed: 0, stopped: 0, later: 0, open: 0 });

const FATE: Record<string, Exclude<keyof Fates, 'chosen' | 'later'>> = {
  delivered: 'delivered',
  exhausted: 'failed',
  blocked: 'stopped',
  expired: 'stopped',
  cancelled: 'stopped',
  withheld: 'stopped',
};

const LEFT_ALONE = new Set([null, 'blocked', 'expired', 'cancelled']);

/** Adds up decisions, page by page. */
export function summing() {
  const sum: Summary = {
    people: 0,
    byText: noFates(),
    byEmail: noFates(),
    leftAlone: 0,
    reasons: [],
    afterAll: 0,
    earliestLater: null,
  };
  const reasons = new Map<string, number>();
  return {
    add(each: ToldDecision, now: number) {
      sum.people += 1;
      if (each.outcome === 'none') {
        // With S19 it is an earlier file that told them.
        if (!LEFT_ALONE.has(each.state) && !each.codes.includes('S19')) {
          sum.afterAll += 1;
          return;
        }
        sum.leftAlone += 1;
        for (const code of each.codes.length > 0 ? each.codes : [each.reason ?? '']) {
          reasons.set(code, (reasons.get(code) ?? 0) + 1);
        }
        return;
      }
      const fates = each.outcome === 'sms' ? sum.byText : sum.byEmail;
      const due = each.due_at === null ? 0 : Date.parse(each.due_at);
      const later = each.state === 'planned' && due > now;
      fates.chosen += 1;
      fates[later ? 'later' : (FATE[each.state ?? ''] ?? 'open')] += 1;
      if (later) sum.earliestLater = Math.min(sum.earliestLater ?? due, due);
    },
    done: (): Summary => ({ ...sum, reasons: [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)) }),
  };
}

const OUTCOMES = { taken: 'taken', refused: 'REFUSED', 'already-imported': 'imported before' } as const;
const WIDTH = 100;

/** The files of the run, one to a line, with the reasons for those that were refused. */
export function fileLines(files: PlayedExtract[]): string[] {
  return files.flatMap(({ name, receipt, rejects }) => {
    if (!receipt) return [`  ${name}: no receipt was written`];
    const rows = receipt.outcome === 'taken' ? `, ${number(receipt.rows)} rows` : '';
    const refused = rejects.length > 0 ? `, ${number(rejects.length)} of them could not be read` : '';
    const first = `  ${name}: ${OUTCOMES[receipt.outcome]}${rows}${refused}`;
    return [first, ...receipt.reasons.map(({ code, text }) => `      ${text || code}`)];
  });
}

/** The table at the end of a run, for a council officer. */
export function summaryLines(sum: Summary, when: (instant: number) => string): string[] {
  const line = (count: number, words: string) => `  ${number(count).padStart(7)}  ${words}`;
  const lines = [line(sum.people, sum.people === 1 ? 'person on the files' : 'people on the files'), ''];
  lines.push(line(sum.byText.chosen, `to be told by text${fateWords(sum.byText)}`));
  lines.push(line(sum.byEmail.chosen, `to be told by email${fateWords(sum.byEmail)}`));
  if (sum.earliestLater !== null)
    lines.push(`${' '.repeat(11)}the first of those due later goes ${when(sum.earliestLater)}`);
  if (sum.afterAll > 0) lines.push(line(sum.afterAll, 'held at first and told after all, when the hold ended'));
  lines.push(
    line(sum.leftAlone, sum.leftAlone > 0 ? 'left alone, because (one person can have several reasons)' : 'left alone'),
  );
  for (const [code, count] of sum.reasons) {
    lines.push(`  ${' '.repeat(9)}${number(count).padStart(6)}  ${clipped(reasonWords(code))}`);
  }
  return lines;
}

/** Says what became of the files and of everybody on them, from the officers' API. */
export async function saySummary(
  officers: Officers,
  { files, now, progress }: { files: PlayedExtract[]; now: () => number; progress: Progress },
): Promise<void> {
  const sum = summing();
  for (const run of await officers.runs()) {
    for await (const page of officers.decisions(run.extract_id)) for (const each of page) sum.add(each, now());
  }
  progress.say('');
  for (const line of fileLines(files)) progress.say(line);
  progress.say('');
  for (const line of summaryLines(sum.done(), (instant) => whenWords(instant, now()))) progress.say(line);
  progress.say('');
}

const reasonWords = (code: string) => CODES[code] ?? REASONS[code] ?? code;
const clipped = (words: string) => (words.length > WIDTH ? `${words.slice(0, WIDTH - 1)}…` : words);
const number = (count: number) => count.toLocaleString('en-GB');

function fateWords({ delivered, failed, stopped, later, open }: Fates): string {
  const parts = [
    delivered > 0 && `${number(delivered)} delivered`,
    failed > 0 && `${number(failed)} could not be delivered`,
    stopped > 0 && `${number(stopped)} stopped before sending`,
    open > 0 && `${number(open)} on the way`,
    later > 0 && `${number(later)} due later`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}
