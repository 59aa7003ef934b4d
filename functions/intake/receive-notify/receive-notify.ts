import * as z from 'zod';
import { busEvent } from '../../../contracts/bus-event.ts';
import { contract as replyReceived } from '../../../contracts/events/residents/reply-received.v1.ts';
import { normaliseMobile } from '../../../contracts/files/addresses.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, comeAgain, refusal } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { parseJson } from '../../shared/json.ts';
import { namedBy } from '../../shared/notify/reference.ts';
import type { Deps } from './deps.ts';
import { keywordOf } from './keyword.ts';

/** Longer than any callback of Notify: a text of all its fragments. */
const LARGEST_BODY_BYTES = 100_000;

/** Ids of Notify are UUIDs, its statuses words. Whatever else comes here must not be what a queue cannot carry. */
const plain = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\x21-\x7e]+$/);

// Notify's callback documentation, "Delivery receipts" and "Received text messages" and "Returned letters": only what we use.
const receipt = z.object({
  id: plain(100),
  reference: z.string().nullish(),
  status: plain(50),
  completed_at: z.string().nullish(),
});
const receivedText = z.object({
  id: plain(100),
  source_number: z.string().min(1).max(50),
  message: z.string(),
  date_received: z.string().nullish(),
});

const returnedLetter = z.object({ reference: z.string().nullish() });

const taken: Answer = { status: 204 };
const wrongMethod: Answer = {
  ...refusal(405, 'wrong-method', 'GOV.UK Notify calls back with POST.'),
  headers: { allow: 'POST' },
};
const wrongBody = refusal(400, 'wrong-body', 'This is not a callback of GOV.UK Notify as its documentation has it.');

/**
 * Takes what GOV.UK Notify calls back with. Quick, since Notify waits five seconds. A 4xx is for what can never do:
 * Notify does not try it again.
 * @throws whatever queue, register or bus throw: the caller answers 503, and Notify tries again five times in 25 minutes.
 */
export async function receiveNotify(deps: Deps, request: Request): Promise<Answer> {
  if ((await callerOf(deps.tokens, request.authorization)) === null) {
    if ((await deps.tokens()) === null) return comeAgain; // there is no token yet, and Notify never tries a 4xx again
    return refusal(401, 'unknown-token', 'Set the callback token in GOV.UK Notify to the one in the secret of Crier.');
  }
  if (request.method !== 'POST') return wrongMethod;
  if (request.body === null || Buffer.byteLength(request.body) > LARGEST_BODY_BYTES) return wrongBody;
  const json = parseJson(request.body);
  if (!json.ok) return wrongBody;
  if (request.path.endsWith('/notify/receipts')) return takeReceipt(deps, json.value);
  if (request.path.endsWith('/notify/texts')) return takeText(deps, json.value);
  if (request.path.endsWith('/notify/returned-letters')) return takeReturned(deps, json.value);
  return refusal(404, 'no-such-path', 'Callbacks go to /notify/receipts, /notify/texts and /notify/returned-letters.');
}

async function takeReceipt({ track }: Deps, json: unknown): Promise<Answer> {
  const read = receipt.safeParse(json);
  if (!read.success) return wrongBody;
  const { id, reference, status, completed_at } = read.data;
  if (!reference || !namedBy(reference)) return taken;
  await track({ kind: 'receipt', reference, notify_id: id, status, completed_at: instantOf(completed_at) });
  return taken;
}

/** Notify does not say when it came back: weeks after it was posted, and not long before it tells. */
async function takeReturned({ track, now }: Deps, json: unknown): Promise<Answer> {
  const read = returnedLetter.safeParse(json);
  if (!read.success) return wrongBody;
  const { reference } = read.data;
  if (reference && namedBy(reference)?.channel === 'letter')
    await track({ kind: 'returned', reference, returned_at: now(), source: 'notify' });
  return taken;
}

/** STOP and WRONG are in the register before Notify hears that we have them. The text itself goes nowhere. */
async function takeText({ register, publish, key, council, now }: Deps, json: unknown): Promise<Answer> {
  const read = receivedText.safeParse(json);
  if (!read.success) return wrongBody;
  const { id, source_number, message, date_received } = read.data;
  const mobile = normaliseMobile(source_number);
  if (mobile === null) return taken; // not a number that we ever text
  const address = key('address', mobile);
  const word = keywordOf(message);
  const at = instantOf(date_received) ?? now();
  if (word !== 'OTHER' && word !== 'NO') await register.fact({ kind: 'reply', subject: { address }, word, at });
  await publish([
    busEvent(replyReceived, {
      id: key('event', 'reply-received', id),
      capability: 'intake',
      council,
      time: at,
      subject: address,
      sequence: String(at),
      data: { address, word, received_at: new Date(at).toISOString(), notify_id: id },
    }),
  ]);
  return taken;
}

/** Milliseconds since 1970, or null for what is no time from this century. */
function instantOf(written: string | null | undefined): number | null {
  const instant = Date.parse(written ?? '');
  return instant > 0 && instant < Date.UTC(2100, 0) ? instant : null;
}
