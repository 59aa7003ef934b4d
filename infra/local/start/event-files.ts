import { readFile, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { withoutBom } from '../../../functions/shared/bom.ts';
import { parseJson } from '../../../functions/shared/json.ts';
import type { InputFile } from './input.ts';
import { linesOf } from './lines.ts';

/** One event of a file as JSON, where it stands (its line, or its place in the list), and who may tell it. */
type PlacedEvent = { at: string; json: string; source: string };

/** What the door said of one event that it would not take, with where it stands in its file. */
export type EventRefusal = { at: string; why: string };

// The door takes 500 events and 1 MB at once. It answers sooner for fewer, and an odd long event is in nobody's way.
const AT_ONCE = 100;
const TOGETHER_BYTES = 400_000;

/** A door that took nothing so many times, one after the other, is broken. */
const MOST_IN_VAIN = 5;
const BEFORE_AGAIN_MS = 1_000;

// A list is read as a whole; lines are not, so that a long file is better written as lines.
const LARGEST_LIST_BYTES = 50_000_000;

/**
 * Posts the events of one file at the door, in batches and in order. What it had no time for, or no answer, goes again, fewer
 * at a time.
 * @param post posts one body as one source and resolves with the answer.
 * @param how.sourceOf the source as which an event goes.
 * @returns how many were taken, and those that were not with the reason. A fault of the door that stays throws.
 */
export async function postEvents(
  file: InputFile,
  post: Post,
  { sourceOf = () => '', wait = async () => pause(BEFORE_AGAIN_MS) }: How = {},
): Promise<{ taken: number; refused: EventRefusal[] }> {
  const refused: EventRefusal[] = [];
  let taken = 0;
  for await (const group of groups(eventsOf(file, { refused, sourceOf }))) {
    for (const [{ at }, why] of await postUntilTaken(group, { post, wait })) {
      if (why === null) taken += 1;
      else refused.push({ at, why });
    }
  }
  return { taken, refused };
}

type Post = (body: string, contentType: string, source: string) => Promise<Response>;
type SourceOf = (event: unknown) => string;
type How = { sourceOf?: SourceOf; wait?: () => Promise<unknown> };
type EventAnswer = { status: string; errors?: { pointer: string; message: string }[] };

/** What the door said of each event: null if it has it, else why it will not. */
type Said = Map<PlacedEvent, string | null>;

async function postUntilTaken(
  group: PlacedEvent[],
  { post, wait }: { post: Post; wait: How['wait'] & {} },
): Promise<Said> {
  const said: Said = new Map();
  let atOnce = group.length;
  let inVain = 0;
  for (let left = group; left.length > 0; left = left.filter((each) => !said.has(each))) {
    const before = said.size;
    const part = left.slice(0, atOnce);
    const status = await postOnce(part, { post, said });
    if (said.size === before + part.length) continue;
    inVain = said.size > before ? 0 : inVain + 1;
    if (inVain === MOST_IN_VAIN) throw new Error(`POST /events answered ${status}: see the log of receive-events`);
    atOnce = Math.ceil(atOnce / 2);
    await wait();
  }
  return said;
}

/** @returns the status of the answer; what it says of an event is noted. */
async function postOnce(group: PlacedEvent[], { post, said }: { post: Post; said: Said }): Promise<number> {
  const body = `[${group.map(({ json }) => json).join(',')}]`;
  const response = await post(body, 'application/cloudevents-batch+json', group[0]!.source);
  const read = parsed(await response.text());
  const answers = answersIn(read);
  if (answers?.length === group.length) {
    answers.forEach(({ status, errors = [] }, i) => {
      if (status !== 'not-taken') said.set(group[i]!, status === 'refused' ? reasons(errors) : null);
    });
    return response.status;
  }
  if (response.status >= 500) return response.status;
  // One event can spoil a batch, by being too deep or too large. The others must not suffer for it.
  if ([400, 413].includes(response.status) && group.length > 1) {
    let worst = 0;
    for (const one of group) worst = Math.max(worst, await postOnce([one], { post, said }));
    return worst;
  }
  const because = (read as { message?: unknown } | null)?.message;
  const why = `POST /events answered ${response.status}${typeof because === 'string' ? `: ${because}` : ''}`;
  for (const each of group) said.set(each, why);
  return response.status;
}

const reasons = (errors: { pointer: string; message: string }[]) =>
  errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; ') || 'refused';

// The answer is a list, or an object with one list in it.
function answersIn(json: unknown): EventAnswer[] | null {
  if (typeof json !== 'object' || json === null) return null;
  return (Array.isArray(json) ? json : (Object.values(json).find(Array.isArray) ?? null)) as EventAnswer[] | null;
}

/** A batch goes under one source's token: each source's events stay in their order. */
async function* groups(events: AsyncIterable<PlacedEvent>): AsyncGenerator<PlacedEvent[]> {
  const open = new Map<string, { group: PlacedEvent[]; bytes: number }>();
  for await (const each of events) {
    const size = Buffer.byteLength(each.json);
    const { group, bytes } = open.get(each.source) ?? { group: [], bytes: 0 };
    const full = group.length === AT_ONCE || (group.length > 0 && bytes + size > TOGETHER_BYTES);
    if (full) yield group;
    open.set(each.source, full ? { group: [each], bytes: size } : { group: [...group, each], bytes: bytes + size });
  }
  for (const { group } of open.values()) yield group;
}

type Types = Readonly<Record<string, { types: readonly string[] }>>;

/** Whose events those are of a type that no source may send: the door says so. */
const OTHERWISE = 'revenues-benefits';

/** An event goes as the source that the last part of its `source` names, if there is one, else as one that may send its type. */
export const sourceAmong =
  (sources: Types): SourceOf =>
  (event) => {
    const { source, type } = (event ?? {}) as { source?: unknown; type?: unknown };
    const named = String(source).split(/[:/]/).at(-1) ?? '';
    if (Object.hasOwn(sources, named)) return named;
    return Object.entries(sources).find(([, { types }]) => types.includes(String(type)))?.[0] ?? OTHERWISE;
  };

type Reading = { refused: EventRefusal[]; sourceOf: SourceOf };

async function* eventsOf(file: InputFile, reading: Reading): AsyncGenerator<PlacedEvent> {
  if (file.kind === 'events') return yield* eventsOfList(file.path, reading);
  const { refused, sourceOf } = reading;
  for await (const { line, ...read } of linesOf(file.path)) {
    const at = `line ${line}`;
    if ('wrong' in read) refused.push({ at, why: read.wrong });
    else if (read.text.trim() !== '') {
      const json = parseJson(read.text);
      if (json.ok) yield { at, json: withoutBom(read.text), source: sourceOf(json.value) };
      else refused.push({ at, why: json.message });
    }
  }
}

async function* eventsOfList(path: string, { refused, sourceOf }: Reading): AsyncGenerator<PlacedEvent> {
  const at = 'the file';
  if ((await stat(path)).size > LARGEST_LIST_BYTES) {
    refused.push({ at, why: 'is larger than 50 MB: write one event to a line, and name the file *.ndjson' });
    return;
  }
  const json = parseJson(await readFile(path, 'utf8'));
  if (!json.ok) refused.push({ at, why: json.message });
  else {
    const placed = (event: unknown, where: string): PlacedEvent => ({
      at: where,
      json: JSON.stringify(event),
      source: sourceOf(event),
    });
    if (!Array.isArray(json.value)) yield placed(json.value, 'the event');
    else yield* json.value.map((event, i) => placed(event, `event ${i + 1}`));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
