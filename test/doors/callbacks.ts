// What GOV.UK Notify calls back with, under fire. What is valid is read here from its documentation, not from the door.
import type { Through } from './behind/callbacks.ts';
import { type Child, type Door, isMarked, MARK, type Shot, type Verdict } from './door.ts';
import { NOTIFY_TOKEN } from './known.ts';
import { depthOfText, mutateBytes, mutateJsonText, mutateValue } from './mutate.ts';
import { type Random, weighted } from './random.ts';
import { type Asked, ask, speak } from './wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
type Json = any;

const RECEIPTS = '/notify/receipts';
const TEXTS = '/notify/texts';
const RETURNED = '/notify/returned-letters';
const HEADERS = { authorization: `Bearer ${NOTIFY_TOKEN}`, 'content-type': 'application/json' };

const receipt = (random: Random): Json => ({
  id: `740e5834-3a29-46b4-9a6f-${String(random.below(1e9)).padStart(12, '0')}`,
  reference: random.chance(0.7)
    ? `${'abcdefghijklmnopqrstu'}${random.below(10)}.${random.pick(['sms', 'email', 'letter'])}`
    : random.pick([null, '', 'theirs', MARK, 'x'.repeat(900), 'abcdefghijklmnopqrstuv.fax']),
  to: random.pick(['07700900123', `${MARK}@example.org`]),
  status: random.pick(['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure', 'sent']),
  created_at: '2026-09-29T09:58:00.000000Z',
  completed_at: random.pick(['2026-09-29T09:59:00.000000Z', null]),
  sent_at: '2026-09-29T09:58:10.000000Z',
  notification_type: 'sms',
  template_id: '0b9f9b4f-2a35-4e3b-a0a0-7a4f0a2b5a6e',
  template_version: 1,
});

const REPLIES: readonly [string, string][] = [
  ['STOP', 'STOP'],
  [' stop please', 'STOP'],
  ['Stóp!', 'STOP'],
  ['unsubscribe', 'STOP'],
  ['START', 'START'],
  ['wrong number', 'WRONG'],
  [`My name is ${MARK}`, 'OTHER'],
  ['', 'OTHER'],
  ['💷'.repeat(500), 'OTHER'],
  ['constructor', 'OTHER'],
  ['__proto__', 'OTHER'],
  ['\u0000STOP', 'STOP'],
  [`\n\n${'.'.repeat(150)}stop`, 'STOP'],
];

const text = (random: Random): Json => ({
  id: `54ac8d30-7b2f-4b0c-8a5b-${String(random.below(1e9)).padStart(12, '0')}`,
  source_number: random.pick(['447700900123', '447700900123', '07700 900456', '+33612345678', MARK]),
  destination_number: '07700900003',
  message: random.pick(REPLIES)[0],
  date_received: '2026-09-29T09:59:30.000000Z',
});

const returned = (random: Random): Json => ({
  notification_id: `8a1f3e4c-9b2d-4d0f-8c6a-${String(random.below(1e9)).padStart(12, '0')}`,
  reference: random.pick([
    `${'abcdefghijklmnopqrstu'}${random.below(10)}.letter`,
    `${'abcdefghijklmnopqrstu'}${random.below(10)}.email`,
    ...[null, '', 'theirs', MARK, 'x'.repeat(900), `${MARK}.letter`, '__proto__'],
  ]),
  template_name: MARK,
  uploaded_letter_file_name: `${MARK}.pdf`,
  date_sent: '2026-09-01T10:00:00.000000Z',
});

/** What each way in is called back with. */
const BODIES: Readonly<Record<string, (random: Random) => Json>> = {
  [RECEIPTS]: receipt,
  [TEXTS]: text,
  [RETURNED]: returned,
};
const PATHS = Object.keys(BODIES);

type Expected = 'taken' | 'refused' | 'either';
const isObject = (json: Json): boolean => typeof json === 'object' && json !== null && !Array.isArray(json);
const isTextOrNothing = (value: Json): boolean => value === undefined || value === null || typeof value === 'string';

/** An id or a status: letters, digits and signs, without a space. */
const isWord = (value: Json, longest: number): boolean =>
  typeof value === 'string' && value.length <= longest && /^[!-~]+$/.test(value);

/** What Notify's documentation says of a receipt: the fields that we use are texts. */
function expectedReceipt(json: Json): Expected {
  if (!isObject(json)) return 'refused';
  const ours = [json.reference, json.completed_at].every(isTextOrNothing);
  return isWord(json.id, 100) && isWord(json.status, 50) && ours ? 'taken' : 'refused';
}

function expectedText(json: Json): Expected {
  if (!isObject(json)) return 'refused';
  const fits = (value: Json, longest: number) => typeof value === 'string' && value !== '' && value.length <= longest;
  const isRight = isWord(json.id, 100) && fits(json.source_number, 50) && typeof json.message === 'string';
  return isRight && isTextOrNothing(json.date_received) ? 'taken' : 'refused';
}

/** That a letter came back: only by which name is read. */
const expectedReturned = (json: Json): Expected =>
  isObject(json) && isTextOrNothing(json.reference) ? 'taken' : 'refused';

type Judge = { expected: (json: Json) => Expected; lost: (json: Json, through: Through) => string[] };
const JUDGES: Readonly<Record<string, Judge>> = {
  [RECEIPTS]: { expected: expectedReceipt, lost: lostReceipt },
  [TEXTS]: { expected: expectedText, lost: lostText },
  [RETURNED]: { expected: expectedReturned, lost: lostLetter },
};

/** Posts a body and compares what came of it with what its JSON says. */
async function post(child: Child, path: string, body: Uint8Array | string): Promise<Verdict> {
  const reply = await ask(child.url, { method: 'POST', path, headers: HEADERS, body });
  const through: Through = await child.ask('through');
  const faults = common(reply, through);
  const json = jsonOf(body);
  const judge = JUDGES[path]!;
  const expected = json === undefined ? 'refused' : judge.expected(json);
  if (expected === 'taken' && reply.status !== 204) faults.push(`is valid and was answered ${reply.status}`);
  if (expected === 'refused' && reply.status !== 400) faults.push(`is not valid and was answered ${reply.status}`);
  const none = [through.receipts, through.returned, through.words, through.events].every((each) => each.length === 0);
  if (reply.status !== 204 && !none) faults.push('refused, and something got through');
  if (reply.status === 204) faults.push(...judge.lost(json, through));
  return { faults, valid: expected === 'taken' ? 1 : 0 };
}

function common({ status, text: said }: { status: number; text: string }, through: Through): string[] {
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  if (status >= 500) faults.push(`answered ${status}`);
  if (status >= 400 && status !== 431 && said.length < 15) faults.push(`answered ${status} without a word`);
  if (isMarked(said)) faults.push('the answer repeats marked data');
  if (isMarked(JSON.stringify([through.receipts, through.returned, through.events])))
    faults.push('marked data went on');
  return faults;
}

/** JSON of bounded depth, as every reader has it; undefined if it is none. */
function jsonOf(body: Uint8Array | string): Json {
  try {
    // The gateway takes these bodies for text: what is no UTF-8 becomes U+FFFD.
    const read = Buffer.from(body).toString('utf8');
    return depthOfText(read) > 32 ? undefined : JSON.parse(read.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function lostReceipt(json: Json, { receipts }: Through): string[] {
  const isOurs = /^[\w-]{22}\.(sms|email|letter)$/.test(json?.reference ?? '');
  const [got] = receipts;
  if (!isOurs) return receipts.length === 0 ? [] : ['a receipt of somebody else went on'];
  const same = got?.reference === json.reference && got?.notify_id === json.id && got?.status === json.status;
  return receipts.length === 1 && same ? [] : ['a receipt of ours did not get through as it was'];
}

function lostText(json: Json, { words, events }: Through): string[] {
  const known = REPLIES.find(([message]) => message === json?.message)?.[1];
  if (json?.source_number !== '447700900123' || known === undefined) return [];
  const faults = events.length === 1 ? [] : ['a reply is not on the bus'];
  const expected = known === 'OTHER' ? '' : known;
  return words.join() === expected ? faults : [...faults, `a reply counted as "${words.join()}", not as "${expected}"`];
}

function lostLetter(json: Json, through: Through): string[] {
  const isOurs = /^[\w-]{22}\.letter$/.test(json?.reference ?? '');
  const wanted = isOurs ? json.reference : '';
  return through.returned.join() === wanted
    ? []
    : ['a letter that came back did not get through as it was, or another did'];
}

/** A request that may be answered with any refusal, or taken; never with a fault of ours. */
async function odd(child: Child, asked: Asked): Promise<Verdict> {
  const reply = await ask(child.url, asked);
  const through: Through = await child.ask('through');
  const isRight =
    asked.method === 'POST' && /^bearer +token-of-notify *$/i.test(asked.headers?.['authorization'] ?? '');
  const faults = common(asked.method === 'HEAD' ? { ...reply, text: 'nothing, as ever with HEAD' } : reply, through);
  if (!isRight && (reply.status < 400 || through.receipts.length > 0))
    faults.push(`taken without leave: ${reply.status}`);
  return { faults };
}

const shots: readonly (readonly [number, (random: Random) => Shot])[] = [
  [
    6,
    (random) => {
      const path = random.pick(PATHS);
      let json = BODIES[path]!(random);
      for (let i = random.pick([0, 1, 1, 2, 3]); i > 0; i -= 1) json = mutateValue(random, json);
      return { shape: `value: ${path}`, fire: (child) => post(child, path, JSON.stringify(json) ?? '') };
    },
  ],
  [
    3,
    (random) => {
      const path = random.pick(PATHS);
      const json = JSON.stringify(BODIES[path]!(random));
      return { shape: 'JSON text', fire: (child) => post(child, path, mutateJsonText(random, json).toWellFormed()) };
    },
  ],
  [
    3,
    (random) => {
      const path = random.pick(PATHS);
      let bytes: Buffer = Buffer.from(JSON.stringify(BODIES[path]!(random)));
      for (let i = 1 + random.below(3); i > 0; i -= 1) bytes = mutateBytes(random, bytes);
      return { shape: 'bytes', fire: (child) => post(child, path, bytes) };
    },
  ],
  [
    0.5,
    (random) => {
      const json = {
        ...text(random),
        message: random.pick(['x', '\n', '💷', '"']).repeat(random.pick([1e4, 1e5, 3e6])),
      };
      const body = JSON.stringify(json);
      const fire = async (child: Child): Promise<Verdict> => {
        if (Buffer.byteLength(body) <= 100_000) return post(child, TEXTS, body);
        const reply = await ask(child.url, { method: 'POST', path: TEXTS, headers: HEADERS, body });
        const faults = common(reply, await child.ask('through'));
        return {
          faults: [400, 413].includes(reply.status) ? faults : [...faults, `too large, and answered ${reply.status}`],
        };
      };
      return { shape: 'large', fire };
    },
  ],
  [
    1.5,
    (random) => {
      const method = random.pick(['POST', 'POST', 'POST', 'GET', 'PUT', 'HEAD', 'OPTIONS', 'TRACE']);
      const path = random.pick([...PATHS, '/notify', '/notify/receipts/', '/notify/%', '/notify/receipts?%']);
      const authorization = random.pick([
        '',
        'Bearer',
        'Bearer x',
        `bearer  ${NOTIFY_TOKEN} `,
        `Bearer ${'y'.repeat(9_000)}`,
        HEADERS.authorization,
      ]);
      const type = random.pick(['application/json', 'text/plain', 'application/x-www-form-urlencoded', '']);
      const headers = { authorization, 'content-type': type };
      const body = JSON.stringify(receipt(random));
      return { shape: `request: ${method}`, fire: (child) => odd(child, { method, path, headers, body }) };
    },
  ],
  [
    0.5,
    (random) => {
      const body = JSON.stringify(receipt(random));
      const head = `POST ${RECEIPTS} HTTP/1.1\r\nhost: x\r\nauthorization: ${HEADERS.authorization}\r\n`;
      const half = random.below(body.length);
      const length = Buffer.byteLength(body);
      const cut = random.chance(0.5);
      const pieces = [`${head}content-length: ${length}\r\n\r\n`, body.slice(0, half), cut ? '' : body.slice(half)];
      const fire = async (child: Child): Promise<Verdict> => {
        const { status } = await speak(child.url, { pieces, pauseMs: 2, cut });
        const through: Through = await child.ask('through');
        const faults = through.thrown.map((stack) => `thrown: ${stack}`);
        if (!cut && status !== 204) faults.push(`a slow body was answered ${status}`);
        return { faults, valid: cut ? 0 : 1 };
      };
      return { shape: cut ? 'connection: cut off' : 'connection: slow', fire };
    },
  ],
];

async function sound(child: Child): Promise<string[]> {
  const good = { id: 'id', reference: 'abcdefghijklmnopqrstuv.sms', status: 'delivered', completed_at: null };
  const reply = { id: 'id', source_number: '447700900123', message: 'STOP', date_received: '2026-09-29T09:59:30Z' };
  const first = await post(child, RECEIPTS, JSON.stringify(good));
  const second = await post(child, TEXTS, JSON.stringify(reply));
  const third = await post(child, RETURNED, JSON.stringify({ reference: 'abcdefghijklmnopqrstuv.letter' }));
  return [...first.faults, ...second.faults, ...third.faults];
}

export const callbacks: Door = {
  name: 'callbacks',
  soundEvery: 5,
  sound,
  shot: (random) => weighted(random, shots)(random),
};
