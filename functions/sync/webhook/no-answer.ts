import type { Answer } from '../rules/answers.ts';

/** What Node says of a request that did not end well. */
export type Fault = { code?: string };

/** What went wrong with the other side, told apart for whoever looks into it. */
const DETAILS: readonly [string, RegExp][] = [
  ['refused', /^ECONNREFUSED$/],
  ['not-resolved', /^(ENOTFOUND|EAI_\w+)$/],
  ['unreachable', /^(ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)$/],
  ['not-http', /^HPE_/],
  ['bad-certificate', /CERT|SIGNATURE|^(EPROTO|ERR_SSL_)/],
  ['reset', /^(ECONNRESET|EPIPE|ECONNABORTED)$/],
];

type Seen = { stage: 'connecting' | 'silent' | 'answering'; isLate: boolean };

export function noAnswer({ code = '' }: Fault, { stage, isLate }: Seen): Answer {
  if (code === 'ADDRESS_NOT_ALLOWED') return { kind: 'not-allowed' };
  if (isLate) return { kind: 'none', reason: 'timeout', detail: stage === 'answering' ? 'endless' : stage };
  const [detail] = DETAILS.find(([, codes]) => codes.test(code)) ?? ['closed'];
  return { kind: 'none', reason: 'no-answer', detail: stage === 'answering' ? 'not-whole' : detail };
}
