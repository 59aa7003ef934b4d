import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where a worker may die: right before a call of a port leaves, and right after its answer came. */
export type Points = {
  /** The name of the point from which a port is being called. */
  where(port: string): string;
  passed(point: string): void;
  killed(point: string): void;
  passes: Map<string, number>;
  kills: Map<string, number>;
};

const ROOT = join(import.meta.dirname, '../..');
const CORES = 'functions/notices';

/**
 * Counts how often each await point is passed.
 * @param bySite name points by the line of source that calls, not by the port alone. Costs time, and needs line numbers
 *   as they stand in the file: Node's own type stripping keeps them, a bundler does not.
 */
export function countPoints(bySite = false): Points {
  const passes = new Map<string, number>();
  const kills = new Map<string, number>();
  const add = (counts: Map<string, number>, point: string) => void counts.set(point, (counts.get(point) ?? 0) + 1);
  return {
    where: bySite ? callSite : (port) => port,
    passed: (point) => add(passes, point),
    killed: (point) => add(kills, point),
    passes,
    kills,
  };
}

/** The line in functions/ that called a port: `send-notices/send-notices.ts:27 store.get`. */
function callSite(port: string): string {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 8;
  Error.prepareStackTrace = (_, frames) => frames;
  const frames = new Error().stack as unknown as NodeJS.CallSite[];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  const frame = frames.find((each) => each.getFileName()?.includes(`/${CORES}/`));
  const file = frame?.getFileName()?.split(`/${CORES}/`)[1];
  return `${file}:${frame?.getLineNumber()} ${port.split('.').at(-1)}`;
}

const CALL =
  /(?:\b(?:store|register|notify|documents)(?:\.control)?\.(\w+)|(?<![\w.])(?:deps\.)?(publish|wake|enqueue|track|askLater|glanceAt))\(/g;

// Adapters, wiring, and what only answers officers or counts: none of it moves a notice. No schedule puts an older state back:
// test/local/restored.test.ts does, with processes that are killed.
const NOT_CORES =
  /(^|\/)((explain-notices|count-ledger|store|ledger)\/.*|(deps|env|handler|overdue|note-set-up|asked-first)\.ts)$/;

/** Every call of a port that the source of the cores makes, named as `callSite` names it. */
export function pointsInSource(): string[] {
  const folder = join(ROOT, CORES);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !NOT_CORES.test(relative('.', file)))
    .sort();
  return files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        /^\s*(\/?\*|\/\/)/.test(line) ? [] : callsIn(line).map((call) => `${file}:${i + 1} ${call}`),
      ),
  );
}

const callsIn = (line: string): string[] => [
  ...new Set([...line.matchAll(CALL)].map(([, method, act]) => method ?? act ?? '')),
];
