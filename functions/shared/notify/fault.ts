import type { Posted } from './notify.ts';

/** What axios makes of a request that did not end well: as much of it as may be looked at. */
export type Fault = {
  code?: string;
  response?: { status: number; data?: { errors?: { error?: string; message?: string }[] } };
};

// The connection was never made, so nothing can have been stored.
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** What a refusal is about. */
type About = 'refused' | 'set-up';

// Notify says BadRequestError and ValidationError for what is wrong with one message and for what is wrong with our service:
// its words tell them apart (Notify sheet, section 3). Words that are not here count as neither, so that one message that
// no entry foresees neither stops the others nor sets off a fallback.
const WORDS: readonly [About, RegExp][] = [
  ['refused', /^(phone_number|email_address) /],
  ['refused', /^(Not a UK mobile number|Cannot send to international mobile numbers)/],
  ['refused', /^Missing personalisation: /],
  ['refused', /^Your message is (empty|too long)/],
  ['refused', /^Address (must be (at least|no more than)|lines must not start with)/],
  ['refused', /^The (first 2 lines of the address|last line of a BFPO address) must/],
  ['refused', /^(Last line of address must be|Must be) a real (UK postcode|address)/],
  ['refused', /^Cannot create a usable QR code/],
  ['refused', /^(Cannot decode letter content|File did not pass the virus scan)/],
  ['set-up', /^Template (not found|has been deleted)/],
  ['set-up', /^\w+ template is not suitable for \w+ notification/],
  ['set-up', /^Service is not allowed to send /],
  ['set-up', /^Can.t send to this recipient (using a team-only API key|when service is in trial mode)/],
  ['set-up', /^(template_id|sms_sender_id|email_reply_to_id) (is not a valid UUID|\S+ does not exist in database)/],
  ['set-up', /^Send files by email has not been set up/],
  ['set-up', /^postage invalid/],
  ['refused', /^(Document must not be empty|Document is not base64 encoded|Uploaded file exceeds file size limit)/],
];

/** Notify's name of an error, which is a word. Whatever else stands there is not kept. */
const ERROR_NAME = /^[A-Za-z]\w{0,60}$/;

/**
 * Reads one failed post (Notify sheet, section 3). A 4xx means that nothing was stored; a 5xx may have come after storing.
 * Keeps Notify's error name only: its texts echo what we sent.
 */
export function postedFrom(fault: Fault): Posted {
  const { response, code = 'no-answer' } = fault;
  if (!response) return NO_CONNECTION.has(code) ? { kind: 'not-stored' } : { kind: 'uncertain', error: code };
  const { status } = response;
  const [said] = response.data?.errors ?? [];
  const error = ERROR_NAME.test(said?.error ?? '') ? said!.error! : `http-${status}`;
  if (status >= 500) return { kind: 'uncertain', error: `http-${status}` };
  if (status === 429) return { kind: error === 'TooManyRequestsError' ? 'day-used-up' : 'rate-limited' };
  if (status === 408) return { kind: 'not-stored' };
  return { kind: aboutOf(status, said) ?? 'unknown', error };
}

type Said = { error?: string; message?: string };

function aboutOf(status: number, said: Said | undefined): About | undefined {
  // A redirect, no such path, no such method: what answers there is not Notify, whoever the message is for.
  if (status < 400 || status === 404 || status === 405) return 'set-up';
  // A 401 or 403 is about our key, if Notify itself says so: what stands before it may dislike one message.
  if (status === 401 || status === 403) return said && 'set-up';
  if (status !== 400 || !said) return undefined;
  if (said.error === 'InvalidPhoneError') return 'refused';
  return WORDS.find(([, words]) => words.test(said.message ?? ''))?.[0];
}
