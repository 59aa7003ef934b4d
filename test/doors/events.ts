// POST /events under fire: events that are valid, nearly valid and broken, and HTTP that is spoken badly.
import type { Through } from './behind/events.ts';
import { type Child, type Door, isMarked, type Shot, type Verdict } from './door.ts';
import { AUTHORIZATION, BATCH, post, SINGLE } from './events-judge.ts';
import { eventOf, generated, sampled, samples } from './events-valid.ts';
import { mutateBytes, mutateJsonText } from './mutate.ts';
import { type Random, weighted } from './random.ts';
import { ask, speak } from './wire.ts';

const shots: ((random: Random) => Shot)[] = [
  (random) => {
    const event = eventOf(random, `e-${random.seed}`);
    const headers = random.chance(0.2) ? { ...AUTHORIZATION, 'content-type': 'application/json' } : SINGLE;
    return {
      shape: 'one event',
      fire: (child) => post(child, JSON.stringify(event) ?? '', Array.isArray(event) ? BATCH : headers),
    };
  },
  (random) => {
    const count = random.pick([0, 1, 2, 5, 20]);
    const events = Array.from({ length: count }, (_, i) => eventOf(random, `e-${random.seed}-${i}`));
    return { shape: `batch: of ${count}`, fire: (child) => post(child, JSON.stringify(events), BATCH) };
  },
  (random) => {
    const text = mutateJsonText(random, JSON.stringify(sampled(random, `e-${random.seed}`)));
    return {
      shape: 'JSON text',
      fire: (child) => post(child, text.toWellFormed(), { ...SINGLE, 'content-type': 'application/json' }),
    };
  },
  (random) => {
    let bytes: Buffer = Buffer.from(
      JSON.stringify([sampled(random, `e-${random.seed}`), generated(random, `g-${random.seed}`)]),
    );
    for (let i = 0; i < 1 + random.below(3); i += 1) bytes = mutateBytes(random, bytes);
    return { shape: 'bytes', fire: (child) => post(child, bytes, { ...BATCH, 'content-type': 'application/json' }) };
  },
  (random) => {
    const one = { ...sampled(random, `e-${random.seed}`), pad: 'x'.repeat(random.below(2_000)) };
    const count = random.pick([400, 499, 501, 2_000, 20_000]);
    const body = JSON.stringify(Array.from({ length: count }, (_, i) => ({ ...one, id: `e-${i}` })).slice(0, 6_000));
    return {
      shape: `large: ${count} events`,
      fire: (child) => post(child, body, BATCH).then((verdict) => withoutSize(verdict, body)),
    };
  },
  (random) => {
    const body = Buffer.from(JSON.stringify(sampled(random, `e-${random.seed}`)));
    const headers = random.pick<Record<string, string>>([
      {},
      { 'content-type': 'application/cloudevents+json' },
      {
        ...SINGLE,
        authorization: random.pick(['', 'Bearer', 'Bearer  ', 'Basic dGVzdA==', `Bearer ${'x'.repeat(7_000)}`]),
      },
      { ...SINGLE, 'content-type': random.pick(['text/plain', 'application/xml', 'multipart/form-data', '', ';;;']) },
      { ...SINGLE, 'content-encoding': random.pick(['gzip', 'br', 'deflate, gzip']) },
      { ...SINGLE, 'content-type': 'application/cloudevents+json; charset=utf-16' },
      { ...BATCH },
      { ...SINGLE, 'x-padding': 'x'.repeat(random.pick([100, 8_000, 14_000])) },
      { ...SINGLE, expect: '100-continue' },
    ]);
    const method = random.pick(['POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']);
    const path = random.pick([
      '/events',
      '/events',
      '/events/',
      '/events?x=%',
      '/%',
      '/%ff',
      '//events',
      '/../events',
      '/events%00',
      `/${'a'.repeat(5_000)}`,
    ]);
    return { shape: `request: ${method}`, fire: (child) => odd(child, { method, path, headers, body }) };
  },
  (random) => {
    const body = JSON.stringify(sampled(random, `e-${random.seed}`));
    const length = Buffer.byteLength(body) + random.pick([0, 0, 0, 10, -10]);
    const head = `POST /events HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZATION.authorization}\r\ncontent-type: application/json\r\n`;
    const half = random.below(body.length);
    const raw = random.pick<{ shape: string; pieces: (string | Uint8Array)[]; cut?: boolean }>([
      {
        shape: 'slow',
        pieces: [`${head}content-length: ${length}\r\n\r\n`, body.slice(0, half), body.slice(half)],
        cut: length > Buffer.byteLength(body),
      },
      { shape: 'cut off', pieces: [`${head}content-length: 999999\r\n\r\n`, body.slice(0, half)], cut: true },
      { shape: 'bad chunks', pieces: [`${head}transfer-encoding: chunked\r\n\r\n`, 'zz\r\n', body, '\r\n0\r\n\r\n'] },
      { shape: 'giant header', pieces: [`${head}x-a: ${'y'.repeat(40_000)}\r\n\r\n`] },
      {
        shape: 'no HTTP',
        pieces: [
          random.pick([
            '\u0000\u0001\u0002\r\n\r\n',
            '\x16\x03\x01\x02\x00',
            'GET\r\n\r\n',
            'POST /events HTTP/9.9\r\n\r\n',
          ]),
        ],
      },
      { shape: 'two lengths', pieces: [`${head}content-length: 5\r\ncontent-length: 6\r\n\r\n`, 'hello'] },
      { shape: 'odd host', pieces: [`POST /events HTTP/1.1\r\nhost: [::1\r\ncontent-length: 0\r\n\r\n`] },
    ]);
    return { shape: `connection: ${raw.shape}`, fire: (child) => bare(child, raw) };
  },
];

/** A body over 1 MB or 500 events may be refused as a whole. */
function withoutSize({ faults, valid }: Verdict, body: string): Verdict {
  const tooLarge = Buffer.byteLength(body) > 1_000_000;
  return {
    faults: faults.filter((fault) => !(tooLarge && /^refused as a whole \((too-large|undefined)\)/.test(fault))),
    ...(valid !== undefined && { valid }),
  };
}

async function odd(child: Child, asked: Parameters<typeof ask>[1]): Promise<Verdict> {
  const reply = await ask(child.url, asked);
  const through: Through = await child.ask('through');
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  const isOff = reply.status >= 500 || reply.status < 200 || (reply.status < 400 && through.events.length !== 1);
  if (isOff) faults.push(`answered ${reply.status} with ${through.events.length} events through`);
  if (reply.status >= 400 && isMarked(reply.text)) faults.push('repeats marked data');
  if (reply.status >= 400 && asked.method !== 'HEAD' && reply.status !== 431 && reply.text.length < 15)
    faults.push(`answered ${reply.status} without a word`);
  return { faults };
}

async function bare(child: Child, raw: { pieces: (string | Uint8Array)[]; cut?: boolean }): Promise<Verdict> {
  const { status, text } = await speak(child.url, { ...raw, pauseMs: 2 });
  const through: Through = await child.ask('through');
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  if (status >= 500) faults.push(`answered ${status}`);
  if (status >= 400 && isMarked(text)) faults.push('repeats marked data');
  if (status === 202 && through.events.length !== 1) faults.push('answered 202 and nothing got through');
  return { faults };
}

async function sound(child: Child): Promise<string[]> {
  const event = { ...samples[0]!.event, id: 'known-good' };
  const { faults, valid } = await post(child, JSON.stringify(event), SINGLE);
  return valid === 1 ? faults : [...faults, 'a known-good event did not get through'];
}

const WEIGHTS = [8, 6, 5, 4, 0.3, 2, 1];

export const events: Door = {
  name: 'events',
  soundEvery: 5,
  sound,
  shot: (random) =>
    weighted(
      random,
      shots.map((shot, i) => [WEIGHTS[i]!, shot] as const),
    )(random),
};
