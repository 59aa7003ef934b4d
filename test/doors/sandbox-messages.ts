// Messages posted to the Notify sandbox: nearly right, broken, and right with odd words and recipients.
import { templateId } from '../local/notify/world.ts';
import type { Shot } from './door.ts';
import { mutateBytes, mutateJsonText, mutateValue, oddText, oddValue } from './mutate.ts';
import type { Random } from './random.ts';
import { MESSAGES, post } from './sandbox-judge.ts';

/** Each with its weight. */
export const messages: readonly (readonly [number, (random: Random) => Shot])[] = [
  [
    8,
    (random) => {
      const kind = random.pick(Object.keys(MESSAGES));
      const reference = `r-${random.seed}`;
      const json = MESSAGES[kind]!(reference);
      const times = random.pick([0, 1, 1, 1, 2, 3]);
      let odd = json;
      for (let i = times; i > 0; i -= 1) odd = mutateValue(random, odd);
      const body = JSON.stringify(odd) ?? '';
      return {
        shape: `post: ${kind}`,
        fire: (child) => post(child, kind, { body, reference: times === 0 ? reference : null }),
      };
    },
  ],
  [
    3,
    (random) => {
      const kind = random.pick(Object.keys(MESSAGES));
      const body = mutateJsonText(random, JSON.stringify(MESSAGES[kind]!('r'))).toWellFormed();
      return { shape: `JSON text: ${kind}`, fire: (child) => post(child, kind, { body, reference: null }) };
    },
  ],
  [
    3,
    (random) => {
      const kind = random.pick(Object.keys(MESSAGES));
      let body: Buffer = Buffer.from(JSON.stringify(MESSAGES[kind]!('r')));
      for (let i = 1 + random.below(3); i > 0; i -= 1) body = mutateBytes(random, body);
      return { shape: `bytes: ${kind}`, fire: (child) => post(child, kind, { body, reference: null }) };
    },
  ],
  [
    2,
    (random) => {
      // Whatever a template is filled with: marks of Markdown, conditions, other scripts, long texts.
      const pieces = [
        '((name))',
        '((a??b))',
        '# ',
        '* x\n',
        '^',
        '[a](https://x.example)',
        '\n\n\n',
        '“q”',
        '😀',
        'ŵ',
        '€',
        '\u200b',
        '<b>',
        '&amp;',
        '\t',
        '---',
        '1. ',
        oddText(random),
      ];
      const words = Array.from({ length: random.pick([0, 1, 5, 50, 3_000]) }, () => random.pick(pieces)).join(
        random.pick(['', ' ', '\n']),
      );
      const email = random.chance(0.5);
      const name = email ? 'any mail' : 'any';
      const recipient = email ? { email_address: 'a@example.com' } : { phone_number: '07900900123' };
      const body = JSON.stringify({
        ...recipient,
        template_id: templateId(name),
        personalisation: { body: random.chance(0.8) ? words : oddValue(random) },
      });
      return {
        shape: `words: ${name}`,
        fire: (child) => post(child, email ? 'email' : 'sms', { body, reference: null }),
      };
    },
  ],
  [
    2,
    (random) => {
      const email = random.chance(0.5);
      const signs = [...'0123456789+() -.@abcé_"<>', '07700', '44', '@example.com', 'xn--', '\u200b', '٣', '..'];
      const address = Array.from({ length: random.pick([0, 3, 11, 13, 40, 5_000]) }, () => random.pick(signs)).join('');
      const recipient = email ? { email_address: address } : { phone_number: address };
      const body = JSON.stringify({ ...recipient, template_id: templateId(email ? 'plain mail' : 'plain') });
      return {
        shape: `recipient: ${email ? 'email' : 'text'}`,
        fire: (child) => post(child, email ? 'email' : 'sms', { body, reference: null }),
      };
    },
  ],
];
