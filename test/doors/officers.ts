// The officers' API under fire: paths, queries, tokens and bodies.
import { TOKEN } from '../support/officers.ts';
import type { Through } from './behind/officers.ts';
import { type Child, type Door, isMarked, MARK, type Shot, type Verdict } from './door.ts';
import { mutateBytes, mutateJsonText, mutateValue, oddText } from './mutate.ts';
import { type Random, weighted } from './random.ts';
import { type Asked, ask, type Reply, speak } from './wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
type Json = any;

const HEADERS = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Every answer: never a fault, a refusal in words, nobody's data, and the pages and changes that were asked for. */
function common(reply: Reply, through: Through): string[] {
  const faults = through.thrown.map((stack) => `thrown: ${stack}`);
  if (reply.status >= 500) faults.push(`answered ${reply.status}`);
  if (/zebedee|900123/i.test(reply.text)) faults.push('a name, number or address is in the answer');
  if (reply.status < 400) return faults;
  if (isMarked(reply.text)) faults.push(`repeats marked data: ${reply.text.slice(0, 300)}`);
  if (through.done.length > 0 || through.reason !== null) faults.push('refused, and something was changed');
  const { message } = jsonOf(reply.text) ?? {};
  if (typeof message !== 'string' || message.length < 9) faults.push(`answered ${reply.status} without a word`);
  return faults;
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

async function send(child: Child, asked: Asked): Promise<{ reply: Reply; through: Through; faults: string[] }> {
  const reply = await ask(child.url, { headers: HEADERS, ...asked });
  const through: Through = await child.ask('through');
  return { reply, through, faults: common(reply, through) };
}

/** Paths, and whether they are there. */
const PATHS: readonly [string, number][] = [
  ['/officers/status', 200],
  ['/officers/runs', 200],
  ['/officers/runs?figures=0', 200],
  ['/officers/runs?figures=1000', 200],
  ['/officers/runs?figures=1001', 400],
  ['/officers/runs/night-1', 200],
  ['/officers/runs/night-1/decisions', 200],
  ['/officers/ledger', 200],
  ['/officers/ledger?run=night-1', 200],
  ['/officers/ledger?by=run', 200],
  ['/officers/ledger?by=person', 400],
  ['/officers/ledger?run=none', 404],
  ['/officers/notices/nothing', 400],
  ['/officers/notices/abcdefghijklmnopqrstuv', 404],
  ['/officers/nothing', 404],
];

/** Bodies of the two addresses that read one, and how their texts are named. */
const BODIES = { explain: 'account_ref', stop: 'reason' } as const;

function expectedStatus(name: keyof typeof BODIES, body: Uint8Array | string): number {
  const json = jsonOf(Buffer.from(body).toString('utf8'));
  const text = typeof json === 'object' && json !== null && !Array.isArray(json) ? json[BODIES[name]] : undefined;
  const trimmed = typeof text === 'string' ? text.trim() : '';
  if (trimmed.length < 1 || trimmed.length > (name === 'stop' ? 300 : 200)) return 400;
  if (name === 'stop') return 200;
  return ['A1', 'A2'].includes(trimmed) ? 200 : 404;
}

async function post(child: Child, name: keyof typeof BODIES, body: Uint8Array | string): Promise<Verdict> {
  const { reply, through, faults } = await send(child, { method: 'POST', path: `/officers/${name}`, body });
  const expected = expectedStatus(name, body);
  if (reply.status !== expected) faults.push(`should be answered ${expected} and was ${reply.status}: ${reply.text}`);
  const { pointer } = jsonOf(reply.text) ?? {};
  if (reply.status === 400 && typeof pointer !== 'string') faults.push('refused without a place');
  const isStopped = through.reason !== null && through.done.length === 1;
  if (name === 'stop' && reply.status === 200 && !isStopped) faults.push('was to stop sending, and did not');
  return { faults, valid: expected === 200 ? 1 : 0 };
}

function bodyOf(random: Random, name: keyof typeof BODIES): Json {
  if (name === 'stop')
    return { reason: random.pick(['Wrong file', `Asked by ${MARK}`, 'x'.repeat(299), oddText(random)]) };
  return { account_ref: random.pick(['A1', ' A2 ', MARK, 'A'.repeat(200), oddText(random)]) };
}

const shots: readonly (readonly [number, (random: Random) => Shot])[] = [
  [
    4,
    (random) => {
      const [path, expected] = random.pick(PATHS);
      const fire = async (child: Child): Promise<Verdict> => {
        const { reply, faults } = await send(child, { path });
        if (reply.status !== expected) faults.push(`should be answered ${expected} and was ${reply.status}`);
        return { faults, valid: expected === 200 ? 1 : 0 };
      };
      return { shape: `path: ${path}`, fire };
    },
  ],
  [
    5,
    (random) => {
      const part = () =>
        random.pick([encoded(oddText(random)), encoded(MARK), '%', '%2e%2e', '%ff', '..', '', 'night-1', '%00']);
      const name = random.pick([
        'runs/',
        'notices/',
        'ledger?run=',
        'ledger?by=',
        'runs?figures=',
        'runs/night-1/decisions?after=',
        '',
        '?',
        'runs/night-1?',
      ]);
      const path = `/officers/${name}${part()}${random.pick(['', '', `/${part()}`, `?x=${part()}`, `&x=${part()}`, `&run=${part()}`])}`;
      return { shape: `odd path: ${name}`, fire: async (child) => ({ faults: (await send(child, { path })).faults }) };
    },
  ],
  [
    5,
    (random) => {
      const name = random.pick(['explain', 'stop'] as const);
      let json = bodyOf(random, name);
      for (let i = random.pick([0, 1, 1, 2]); i > 0; i -= 1) json = mutateValue(random, json);
      return { shape: `value: ${name}`, fire: (child) => post(child, name, JSON.stringify(json) ?? '') };
    },
  ],
  [
    3,
    (random) => {
      const name = random.pick(['explain', 'stop'] as const);
      const text = mutateJsonText(random, JSON.stringify(bodyOf(random, name))).toWellFormed();
      return { shape: `JSON text: ${name}`, fire: (child) => post(child, name, text) };
    },
  ],
  [
    3,
    (random) => {
      const name = random.pick(['explain', 'stop'] as const);
      let bytes: Buffer = Buffer.from(JSON.stringify(bodyOf(random, name)));
      for (let i = 1 + random.below(2); i > 0; i -= 1) bytes = mutateBytes(random, bytes);
      return { shape: `bytes: ${name}`, fire: (child) => post(child, name, bytes) };
    },
  ],
  [
    0.3,
    (random) => {
      const body = JSON.stringify({ reason: 'x'.repeat(random.pick([1e5, 3e6, 12e6])), account_ref: '['.repeat(1e5) });
      const name = random.pick(['explain', 'stop', 'resume']);
      const fire = async (child: Child): Promise<Verdict> => ({
        faults: (await send(child, { method: 'POST', path: `/officers/${name}`, body })).faults,
      });
      return { shape: `large: ${name}`, fire };
    },
  ],
  [
    3,
    (random) => {
      const method = random.pick(['POST', 'GET', 'PUT', 'DELETE', 'HEAD', 'TRACE']);
      const authorization = random.pick([
        '',
        'Bearer',
        'Bearer x',
        `Basic ${TOKEN}`,
        `Bearer ${TOKEN}x`,
        `Bearer ${'y'.repeat(9_000)}`,
        `Bearer ${TOKEN} ${TOKEN}`,
      ]);
      const path = `/officers/${random.pick(['status', 'stop', 'resume', 'explain', 'count', 'ledger', 'holds/release'])}`;
      const body = JSON.stringify({ reason: MARK, account_ref: 'A1' });
      const fire = async (child: Child): Promise<Verdict> => {
        const reply = await ask(child.url, { method, path, headers: { authorization }, body });
        const faults = common(reply, await child.ask('through'));
        if (reply.status < 400) faults.push(`answered ${reply.status} without a token`);
        return {
          faults:
            method === 'HEAD' || reply.status === 431
              ? faults.filter((each) => !each.includes('without a word'))
              : faults,
        };
      };
      return { shape: `stranger: ${method}`, fire };
    },
  ],
  [
    0.5,
    (random) => {
      const body = JSON.stringify({ reason: 'Wrong file' });
      const head = `POST /officers/stop HTTP/1.1\r\nhost: x\r\nauthorization: ${HEADERS.authorization}\r\n`;
      const cut = random.chance(0.5);
      const half = 1 + random.below(body.length - 1);
      const pieces = [
        `${head}content-length: ${body.length}\r\n\r\n`,
        body.slice(0, half),
        cut ? '' : body.slice(half),
      ];
      const fire = async (child: Child): Promise<Verdict> => {
        const { status } = await speak(child.url, { pieces, pauseMs: 2, cut });
        const { reason, thrown } = (await child.ask('through')) as Through;
        const faults = thrown.map((stack) => `thrown: ${stack}`);
        if (cut ? reason !== null : status !== 200 || reason === null)
          faults.push(`answered ${status}, stopped: ${reason !== null}`);
        return { faults, valid: cut ? 0 : 1 };
      };
      return { shape: cut ? 'connection: cut off' : 'connection: slow', fire };
    },
  ],
];

async function sound(child: Child): Promise<string[]> {
  const status = await send(child, { path: '/officers/status' });
  const { faults } = await post(child, 'explain', '{"account_ref":"A1"}');
  return status.reply.status === 200 ? [...status.faults, ...faults] : ['status is not answered'];
}

export const officers: Door = {
  name: 'officers',
  soundEvery: 5,
  sound,
  shot: (random) => weighted(random, shots)(random),
};
