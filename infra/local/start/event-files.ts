import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { InputFile } from './input.ts';

/** One event of a file and where it stands: its line, or its place in the list. */
export type PlacedEvent = { at: string; event: unknown };

/** What the door said of one event that it would not take, with where it stands in its file. */
export type EventRefusal = { at: string; why: string };

// The door takes 500 events and 1 MB at once; half of that keeps an odd long event out of trouble.
const AT_ONCE = 250;
const TOGETHER_CHARACTERS = 400_000;

/**
 * Posts the events of one file at the door, in batches and in order.
 * @param post posts one body and resolves with the answer.
 * @returns how many were taken, and those that were not with the reason. A fault of the door itself throws.
 */
export async function postEvents(
  file: InputFile,
  post: (body: string, contentType: string) => Promise<Response>,
): Promise<{ taken: number; refused: EventRefusal[] }> {
  const refused: EventRefusal[] = [];
  let taken = 0;
  for await (const group of groups(file, refused)) {
    const answers = await postGroup(group, post);
    answers.forEach((why, i) => {
      if (why === null) taken += 1;
      else refused.push({ at: group[i]!.at, why });
    });
  }
  return { taken, refused };
}

type EventAnswer = { status: string; errors?: { pointer: string; message: string }[] };

async function postGroup(
  group: PlacedEvent[],
  post: (body: string, contentType: string) => Promise<Response>,
): Promise<(string | null)[]> {
  const body = JSON.stringify(group.map(({ event }) => event));
  const response = await post(body, 'application/cloudevents-batch+json');
  const text = await response.text();
  const answers = answersIn(text);
  if (answers?.length === group.length) {
    return answers.map(({ status, errors = [] }) => (status === 'refused' ? reasons(errors) : null));
  }
  if (response.status >= 500)
    throw new Error(`POST /events answered ${response.status}: see the log of receive-events`);
  return group.map(() => `POST /events answered ${response.status}`);
}

const reasons = (errors: { pointer: string; message: string }[]) =>
  errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; ') || 'refused';

// The answer is a list, or an object with one list in it.
function answersIn(text: string): EventAnswer[] | null {
  try {
    const json: unknown = JSON.parse(text);
    if (Array.isArray(json)) return json;
    return (Object.values(json as object).find(Array.isArray) as EventAnswer[] | undefined) ?? null;
  } catch {
    return null;
  }
}

async function* groups(file: InputFile, refused: EventRefusal[]): AsyncGenerator<PlacedEvent[]> {
  let group: PlacedEvent[] = [];
  let characters = 0;
  for await (const each of eventsOf(file, refused)) {
    const size = JSON.stringify(each.event).length;
    if (group.length === AT_ONCE || (group.length > 0 && characters + size > TOGETHER_CHARACTERS)) {
      yield group;
      group = [];
      characters = 0;
    }
    group.push(each);
    characters += size;
  }
  if (group.length > 0) yield group;
}

async function* eventsOf(file: InputFile, refused: EventRefusal[]): AsyncGenerator<PlacedEvent> {
  if (file.kind === 'events') {
    const json = parsed(await readFile(file.path, 'utf8'));
    if (json === undefined) refused.push({ at: 'the file', why: 'is not JSON' });
    else if (Array.isArray(json)) yield* json.map((event, i) => ({ at: `event ${i + 1}`, event }));
    else yield { at: 'the event', event: json };
    return;
  }
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file.path, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const event = parsed(text);
    if (event === undefined) refused.push({ at: `line ${line}`, why: 'is not JSON' });
    else yield { at: `line ${line}`, event };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
