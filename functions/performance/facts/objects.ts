import { createHash } from 'node:crypto';
import { type Fact, MEASURES, type Problem } from './fact.ts';

/** Facts as they rest: one object for each measure, London day and batch, `facts/<measure>/<day>/<name>.ndjson`. */
export type FactObject = { key: string; body: string };

const KEY = /^facts\/([a-z-]+)\/(\d{4}-\d\d-\d\d)\/([\w-]{22})\.ndjson$/;

/** The name tells the ids of the lines: the same facts in any order have the same name, and no others have it. */
const nameOf = (ids: readonly string[]): string =>
  createHash('sha256').update(ids.join('\n')).digest('base64url').slice(0, 22);

/** What a batch of facts is written as, each fact once. */
export function objectsOf(facts: readonly Fact[]): FactObject[] {
  const groups = new Map<string, Map<string, Fact>>();
  for (const fact of facts) {
    const place = `facts/${fact.measure}/${fact.day}`;
    const group = groups.get(place) ?? new Map<string, Fact>();
    if (!group.has(fact.id)) group.set(fact.id, fact);
    groups.set(place, group);
  }
  return [...groups].map(([place, group]) => {
    const ids = [...group.keys()].sort();
    const body = ids.map((id) => `${JSON.stringify(group.get(id))}\n`).join('');
    return { key: `${place}/${nameOf(ids)}.ndjson`, body };
  });
}

/**
 * The facts of one object.
 * @returns a problem and no facts where it is cut short, was changed, or is none of ours
 */
export function factsIn({ key, body }: FactObject): { facts: Fact[]; problems: Problem[] } {
  const problem = (text: string): { facts: Fact[]; problems: Problem[] } => ({
    facts: [],
    problems: [{ source: key, event: '', code: 'fact-file', text }],
  });
  const [, measure, day, name] = KEY.exec(key) ?? [];
  if (name === undefined || !MEASURES.includes(measure as Fact['measure']))
    return problem('is no name of a fact file.');
  const lines = body.split('\n');
  if (lines.pop() !== '') return problem('is cut short in its last line: put it back from a copy.');
  const facts: Fact[] = [];
  for (const line of lines) {
    const fact = factIn(line);
    if (!fact || fact.measure !== measure || fact.day !== day) {
      return problem(`line ${facts.length + 1} is no ${measure} of ${day}: put it back from a copy.`);
    }
    facts.push(fact);
  }
  if (nameOf(facts.map(({ id }) => id)) !== name) {
    return problem('has not the lines that its name tells, and may be cut short: put it back from a copy.');
  }
  return { facts, problems: [] };
}

function factIn(line: string): Fact | undefined {
  try {
    return JSON.parse(line) as Fact;
  } catch {
    return undefined;
  }
}
