// Messages for the Notify sandbox, and what came of them. A body that is not valid may bring about a 500 where the real
// server answers so, named after the Python exception, and never a fault of the sandbox's own.
import { createHmac } from 'node:crypto';
import { uuidFrom } from '../../infra/local/notify/forms/uuid.ts';
import { serviceId, templateId } from '../local/notify/world.ts';
import type { Through } from './behind/sandbox.ts';
import { type Child, MARK, type Verdict } from './door.ts';
import { type Asked, ask, type Reply } from './wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
export type Json = any;

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the real client makes it, unless it is told otherwise. */
export function tokenOf(claims: object = {}, header: object = {}): string {
  const signed = `${encode({ typ: 'JWT', alg: 'HS256', ...header })}.${encode({ iss: serviceId('Main'), iat: Math.floor(Date.now() / 1000), ...claims })}`;
  return `${signed}.${createHmac('sha256', uuidFrom('live Main')).update(signed).digest('base64url')}`;
}
const headers = () => ({ authorization: `Bearer ${tokenOf()}`, 'content-type': 'application/json' });

/** Faults of the real server that a broken request brings about there (infra/local/notify, `serverFault`). */
const PYTHON = /^(TypeError|KeyError|RecursionError|ValueError|UnicodeEncodeError|IndexError)$/;

function common(reply: Reply, { failed }: Through): string[] {
  const faults = failed.map((said) => `failed: ${said}`);
  const json = jsonOf(reply.text);
  if (reply.status >= 500 && !PYTHON.test(json?.errors?.[0]?.error ?? ''))
    faults.push(`answered ${reply.status}: ${reply.text.slice(0, 200)}`);
  if (reply.status === 0) faults.push('hung up');
  if (reply.status >= 400 && reply.status !== 431) {
    const said = json?.errors?.[0]?.message ?? json?.message;
    if (typeof said !== 'string' || said.length < 5) faults.push(`answered ${reply.status} without a word`);
  }
  return faults;
}

export const jsonOf = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export async function send(child: Child, asked: Asked): Promise<{ reply: Reply; through: Through; faults: string[] }> {
  const reply = await ask(child.url, { headers: headers(), ...asked });
  const through: Through = await child.ask('through');
  const faults = common(
    asked.method === 'HEAD' ? { ...reply, text: '{"message":"nothing with HEAD"}' } : reply,
    through,
  );
  return { reply, through, faults };
}

export const MESSAGES: Record<string, (reference: string) => Json> = {
  sms: (reference) => ({
    phone_number: '07900900123',
    template_id: templateId('code'),
    personalisation: { name: MARK, code: '1' },
    reference,
  }),
  email: (reference) => ({
    ...{ email_address: 'ann@example.com', template_id: templateId('mail'), reference },
    personalisation: { name: 'Ann', urgent: 'yes', items: ['a', null, 'b'] },
    one_click_unsubscribe_url: 'https://example.com/stop',
  }),
  letter: (reference) => ({
    ...{ template_id: templateId('letter'), reference },
    personalisation: { address_line_1: 'Ann', address_line_2: '1 High Street', postcode: 'SW1A 1AA', ref: 'x' },
  }),
  precompiled: (reference) => ({ reference, content: Buffer.from('%PDF-1.4').toString('base64'), postage: 'second' }),
  file: (reference) => ({
    ...{ email_address: 'ann@example.com', template_id: templateId('any mail'), reference },
    personalisation: { body: { file: Buffer.from('a,b').toString('base64'), filename: 'a.csv' } },
  }),
};

/** Posts a message; one that was not touched must be stored under its reference. */
export async function post(
  child: Child,
  kind: string,
  { body, reference }: { body: Uint8Array | string; reference: string | null },
): Promise<Verdict> {
  const channel = kind === 'precompiled' ? 'letter' : kind === 'file' ? 'email' : kind;
  const { reply, through, faults } = await send(child, { method: 'POST', path: `/v2/notifications/${channel}`, body });
  if ((reply.status === 201) !== (through.references.length === 1))
    faults.push(`answered ${reply.status}, and stored ${through.references.length}`);
  if (reference !== null && through.references[0] !== reference)
    faults.push(`is valid, and was answered ${reply.status}: ${reply.text}`);
  return { faults, valid: reference === null ? 0 : 1 };
}
