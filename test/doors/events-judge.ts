// What came of a body at POST /events, compared with what its JSON says.
import type { Through } from './behind/events.ts';
import { type Child, isMarked, type Verdict } from './door.ts';
import { expectedOf, type Json } from './events-valid.ts';
import { TOKENS } from './known.ts';
import { depthOfText } from './mutate.ts';
import { ask, type Reply } from './wire.ts';

export const AUTHORIZATION = { authorization: `Bearer ${TOKENS.tester}` };
export const SINGLE = { ...AUTHORIZATION, 'content-type': 'application/cloudevents+json' };
export const BATCH = { ...AUTHORIZATION, 'content-type': 'application/cloudevents-batch+json' };

/** Posts a body and compares what came of it with what its JSON says, if it is JSON and `read` is true. */
export async function post(child: Child, body: Uint8Array | string, headers: Record<string, string>): Promise<Verdict> {
  const reply = await ask(child.url, { method: 'POST', path: '/events', headers, body });
  const through: Through = await child.ask('through');
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  if (reply.status >= 500) faults.push(`answered ${reply.status}`);
  let answer: Json;
  try {
    answer = JSON.parse(reply.text);
  } catch {
    return { faults: [...faults, `answered ${reply.status} with what is not JSON`] };
  }
  for (const { text } of through.events) if (isMarked(text)) faults.push(`a marked reference is on the bus: ${text}`);
  const events = eventsIn(body);
  if (!Array.isArray(answer.events))
    return { faults: [...faults, ...wholeRefusal(reply, { answer, through, events, body })] };
  if (events === null) return { faults: [...faults, 'looked at events in what is not UTF-8 JSON'] };
  const compared = compare(events, answer.events);
  faults.push(...compared.faults);
  const types = through.events.map(({ type }) => type).sort();
  if (JSON.stringify(types) !== JSON.stringify(compared.taken.sort()))
    faults.push(`on the bus are ${types.length} events, accepted were ${compared.taken.length}`);
  return { faults, valid: compared.valid };
}

/** The events of a body, or null if it is not JSON in UTF-8. */
function eventsIn(body: Uint8Array | string): Json[] | null {
  try {
    const text = typeof body === 'string' ? Buffer.from(body) : body;
    const read = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
    // Escaped it is a character like others; written out it stands for what could not be read.
    if (read.includes('\ufffd')) return null;
    const json = JSON.parse(read.replace(/^\ufeff/, ''));
    return Array.isArray(json) ? json : [json];
  } catch {
    return null;
  }
}

type Whole = { answer: Json; through: Through; events: Json[] | null; body: Uint8Array | string };

function wholeRefusal({ status }: Reply, { answer, through, events, body }: Whole): string[] {
  const faults: string[] = [];
  if (status < 400) faults.push(`answered ${status} without saying what became of the events`);
  if (through.events.length + through.facts > 0) faults.push('refused as a whole, and something got through');
  // Beyond 10 MB it is the gateway that answers, in its own words.
  const isNamed = typeof answer.error === 'string' || status === 413;
  if (!isNamed || String(answer.message).length < 10) faults.push('does not say what is wrong');
  if (isMarked(JSON.stringify(answer))) faults.push('repeats marked data');
  if (events?.some((each) => expectedOf(each) === 'accepted') && !isTooMuch(body, events))
    faults.push(`refused as a whole (${answer.error}) with a valid event in it`);
  return faults;
}

/** Deeper than 32 levels, or more than 500 events: refused as a whole whatever else is in it. */
const isTooMuch = (body: Uint8Array | string, events: Json[]): boolean =>
  events.length > 500 || depthOfText(Buffer.from(body).toString('utf8')) > 32;

type EventAnswer = { id: string | null; status: string; errors?: { pointer: string; message: string }[] };

function compare(events: Json[], answers: EventAnswer[]) {
  const faults: string[] = [];
  const taken: string[] = [];
  let valid = 0;
  if (events.length !== answers.length) faults.push(`${events.length} events, ${answers.length} answers`);
  const seen = new Set<unknown>();
  events.forEach((event, i) => {
    const { status, errors = [] } = answers[i] ?? { id: null, status: 'missing' };
    const expected = seen.has(event?.id) ? 'either' : expectedOf(event);
    seen.add(event?.id);
    if (expected === 'accepted') valid += 1;
    if (status === 'accepted' || status === 'stale') taken.push(event?.type);
    const was = status === 'refused' ? 'refused' : 'accepted';
    if (expected !== 'either' && expected !== was)
      faults.push(
        `event ${i} should be ${expected} and was ${status}: ${JSON.stringify(errors)} ${JSON.stringify(event)?.slice(0, 600)}`,
      );
    if (status === 'refused') {
      if (errors.length === 0) faults.push(`event ${i} was refused without a reason`);
      if (errors.some(({ pointer, message }) => !/^(\/.*)?$/s.test(pointer) || message.length < 4))
        faults.push(`event ${i} was refused without a place or reason: ${JSON.stringify(errors)}`);
      if (isMarked(JSON.stringify(errors))) faults.push(`event ${i}: its errors repeat marked data`);
    }
  });
  return { faults, taken, valid };
}
