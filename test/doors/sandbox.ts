// The Notify sandbox under fire: every route of the API and its own.
import { serviceId, templateId } from '../local/notify/world.ts';
import type { Through } from './behind/sandbox.ts';
import { type Child, type Door, MARK, type Shot, type Verdict } from './door.ts';
import { mutateValue, oddText, oddValue } from './mutate.ts';
import { type Random, weighted } from './random.ts';
import { encode, type Json, jsonOf, MESSAGES, post, send, tokenOf } from './sandbox-judge.ts';
import { messages } from './sandbox-messages.ts';
import { ask, speak } from './wire.ts';

const GETS = [
  '/v2/notifications',
  '/v2/notifications/',
  '/v2/templates',
  '/v2/template/',
  '/v2/received-text-messages',
  '/_status',
  '/v2/nothing',
  '/',
];
const QUERIES = ['status', 'template_type', 'reference', 'older_than', 'include_jobs', 'type', 'page', '__proto__', ''];

const shots: readonly (readonly [number, (random: Random) => Shot])[] = [
  ...messages,
  [
    4,
    (random) => {
      const part = random.pick([
        encodeURIComponent(oddText(random).toWellFormed()),
        '%',
        '%ff',
        templateId('code'),
        `${templateId('twice')}/version/${random.pick(['1', '0', '99999999999999999999', '-1'])}`,
      ]);
      const query = `${random.pick(QUERIES)}=${encodeURIComponent(oddText(random).toWellFormed())}&${random.pick(QUERIES)}=${random.pick(['%', 'sms', 'delivered', 'true', ''])}`;
      const base = random.pick(GETS);
      const path = `${base}${base.endsWith('/') ? part : ''}${random.chance(0.6) ? `?${query}` : ''}`;
      const method = random.pick(['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
      return {
        shape: `read: ${method} ${base}`,
        fire: async (child) => ({ faults: (await send(child, { method, path })).faults }),
      };
    },
  ],
  [
    2,
    (random) => {
      let body: Json = { personalisation: { name: MARK, code: 1, items: ['x'], urgent: 'yes' } };
      for (let i = random.below(3); i > 0; i -= 1) body = mutateValue(random, body);
      const path = `/v2/template/${templateId(random.pick(['code', 'mail', 'letter', 'gone', 'nowhere']))}/preview`;
      return {
        shape: 'preview',
        fire: async (child) => ({
          faults: (await send(child, { method: 'POST', path, body: JSON.stringify(body) ?? '' })).faults,
        }),
      };
    },
  ],
  [
    2,
    (random) => {
      const token = random.pick([
        tokenOf({ iss: oddValue(random) }),
        tokenOf({ iat: oddValue(random) }),
        tokenOf({ exp: oddValue(random), nbf: oddValue(random), aud: oddValue(random) }),
        tokenOf({}, { alg: oddValue(random) }),
        tokenOf({}, { crit: ['x'], kid: '../../etc/passwd', typ: oddValue(random) }),
        tokenOf().slice(0, random.below(200)),
        `${encode(oddValue(random))}.${encode(oddValue(random))}.`,
        'a.b.c.d',
        '.'.repeat(5_000),
        tokenOf().replace(/\./, '..'),
      ]);
      const scheme = random.pick(['Bearer ', 'bearer ', 'Basic ', '', 'Bearer']);
      const fire = async (child: Child): Promise<Verdict> => {
        const { reply, faults } = await send(child, {
          path: '/v2/notifications',
          headers: { authorization: `${scheme}${token}` },
        });
        return {
          faults: [200, 401, 403, 500].includes(reply.status) ? faults : [...faults, `answered ${reply.status}`],
        };
      };
      return { shape: 'token', fire };
    },
  ],
  [
    2,
    (random) => {
      const path = random.pick(['/_sandbox/faults', '/_sandbox/received-texts', '/_sandbox/messages', '/_sandbox/x']);
      const rule = {
        match: { method: 'POST', path: '/v2/never' },
        every: 2,
        probability: 0.5,
        seed: 7,
        effect: { kind: 'fail-after-storing', status: 'reset' },
      };
      const text = { service_id: serviceId('Main'), user_number: '447700900123', content: 'STOP' };
      const right = path.endsWith('faults') ? rule : text;
      const isOdd = random.chance(0.7);
      const body = JSON.stringify(isOdd ? mutateValue(random, right) : right) ?? '';
      const method = isOdd ? random.pick(['POST', 'POST', 'POST', 'GET', 'DELETE', 'PUT']) : 'POST';
      const query = random.pick(['', `?since=${encodeURIComponent(oddText(random).toWellFormed())}`]);
      const fire = async (child: Child): Promise<Verdict> => {
        const { reply, faults } = await send(child, { method, path: `${path}${query}`, body });
        // A rule may now hold up everything: nothing else is to be learnt from that.
        await ask(child.url, { method: 'DELETE', path: '/_sandbox/faults' });
        const isRight = !isOdd && ['/_sandbox/faults', '/_sandbox/received-texts'].includes(path);
        if (isRight && reply.status !== 201) faults.push(`is right, and was answered ${reply.status}`);
        return { faults, valid: isRight ? 1 : 0 };
      };
      return { shape: `own: ${method} ${path}`, fire };
    },
  ],
  [
    0.5,
    (random) => {
      const body = JSON.stringify(MESSAGES['sms']!(`r-${random.seed}`));
      const head = `POST /v2/notifications/sms HTTP/1.1\r\nhost: ${random.pick(['x', '[::1', 'a b', ''])}\r\nauthorization: Bearer ${tokenOf()}\r\n`;
      const raw = random.pick([
        { shape: 'slow', pieces: [`${head}content-length: ${body.length}\r\n\r\n`, body.slice(0, 20), body.slice(20)] },
        { shape: 'cut off', pieces: [`${head}content-length: 9999\r\n\r\n`, body], cut: true },
        { shape: 'bad chunks', pieces: [`${head}transfer-encoding: chunked\r\n\r\n`, 'zz\r\n', body] },
        { shape: 'giant header', pieces: [`${head}x-a: ${'y'.repeat(40_000)}\r\n\r\n`] },
        {
          shape: 'odd trace',
          pieces: [`${head}x-b3-traceid: \u00ff\u00fe\r\ncontent-length: ${body.length}\r\n\r\n${body}`],
        },
      ]);
      const fire = async (child: Child): Promise<Verdict> => {
        const { status } = await speak(child.url, { ...raw, pauseMs: 2 });
        const { failed } = (await child.ask('through')) as Through;
        return {
          faults: [...failed.map((said) => `failed: ${said}`), ...(status >= 500 ? [`answered ${status}`] : [])],
        };
      };
      return { shape: `connection: ${raw.shape}`, fire };
    },
  ],
  [
    0.1,
    (random) => {
      const size = random.pick([3e6, 6e6, 17e6]);
      const body = JSON.stringify({
        ...MESSAGES['precompiled']!('r'),
        content: Buffer.alloc(size, 'a').toString('base64').slice(0, size),
      });
      return { shape: `large: ${size}`, fire: (child) => post(child, 'precompiled', { body, reference: null }) };
    },
  ],
];

async function sound(child: Child): Promise<string[]> {
  const { faults } = await post(child, 'sms', {
    body: JSON.stringify(MESSAGES['sms']!('known-good')),
    reference: 'known-good',
  });
  const { reply } = await send(child, { path: '/v2/notifications?reference=known-good' });
  return jsonOf(reply.text)?.notifications?.length > 0 ? faults : [...faults, 'a known-good text is not listed'];
}

export const sandbox: Door = {
  name: 'sandbox',
  soundEvery: 10,
  // It keeps what it was given, as the real one does for a week.
  freshEvery: 1_000,
  sound,
  shot: (random) => weighted(random, shots)(random),
};
