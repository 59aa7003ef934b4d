import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** CodePipeline shows a thousand characters with an approval. */
const ROOM = 900;

/** Sign, type, place (or the logical id of what has none), logical id, and what becomes of the thing itself. */
const CHANGE = /^\[([+~-])\] ((?:AWS|Custom)::\S+) (\S+)(?: (?!destroy|replace|orphan|may be|import)\S+)?(?: (.+))?$/;

const WORDS = { '+': 'new', '~': 'changed', '-': 'gone' } as const;

/**
 * What `cdk diff` found, in a few words: how much of what, and first of all what would be lost.
 * @param diff what `cdk diff` printed of one stack.
 * @throws Error if it says neither what differs nor that nothing does.
 */
export function sayChanges(diff: string): string {
  const plain = stripVTControlCharacters(diff);
  const changes = plain.split('\n').flatMap((line) => {
    const [, sign, type, path, fate] = CHANGE.exec(line.trimEnd()) ?? [];
    return sign ? [{ sign: sign as keyof typeof WORDS, what: `${type} ${path}`, fate: fate ?? '' }] : [];
  });
  if (changes.length === 0) {
    if (/There were no differences|Number of stacks with differences: \d+/.test(plain)) return 'No resource changes.';
    throw new Error('cdk diff did not come to its end: see what it printed');
  }
  const counts = (Object.keys(WORDS) as (keyof typeof WORDS)[])
    .map((sign) => [changes.filter((each) => each.sign === sign).length, WORDS[sign]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  const named = (title: string, of: (fate: string) => boolean) => {
    const found = changes.filter(({ fate }) => of(fate)).map(({ what }) => what);
    return found.length > 0 ? [`${title}: ${found.join(', ')}.`] : [];
  };
  const words = [
    ...named('LOST WITH WHAT IT HOLDS', (fate) => fate === 'replace' || fate === 'destroy'),
    ...named('Perhaps replaced', (fate) => fate === 'may be replaced'),
    ...named('Left behind', (fate) => fate === 'orphan'),
    `${counts.join(', ')}.`,
    ...(/IAM Statement Changes/.test(plain) ? ['Rights change.'] : []),
  ].join(' ');
  return words.length <= ROOM ? words : `${words.slice(0, ROOM - 1)}…`;
}

if (import.meta.main) console.log(sayChanges(readFileSync(process.argv[2] as string, 'utf8')));
