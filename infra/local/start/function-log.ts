import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

// What a worker of the engine says of its requests; one that was killed says nothing of its last.
const ELSEWHERE = /^\{"kind":"requests-elsewhere","host":"([^"]*)","count":(\d+)\}$/;

/**
 * Opens the file of what functions write to their logs, and counts the requests that they tell of.
 * @param kept whether what earlier starts wrote stays.
 */
export function openFunctionLog(path: string, kept: boolean) {
  mkdirSync(dirname(path), { recursive: true });
  const stream = createWriteStream(path, { flags: kept ? 'a' : 'w' });
  const elsewhere = new Map<string, number>();
  return {
    write({ fn, text }: { fn: string; text: string }) {
      const [, host, count] = ELSEWHERE.exec(text) ?? [];
      if (host === undefined) stream.write(`${fn} ${text}\n`);
      else elsewhere.set(host, (elsewhere.get(host) ?? 0) + Number(count));
    },
    /** Requests that functions made to another host than the engine. */
    requestsTo: (url: string) => elsewhere.get(new URL(url).host) ?? 0,
    close: () => stream.end(),
  };
}
