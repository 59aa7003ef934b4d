import type { Posted } from './notify.ts';

/** What axios makes of a request that did not end well: as much of it as may be looked at. */
export type Fault = {
  code?: string;
  response?: { status: number; data?: { errors?: { error?: string; message?: string }[] } };
};

// The connection was never made, so nothing can have been stored.
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

// Notify says BadRequestError for what is wrong with one message and for what is wrong with our service. These are its
// words for the former; whatever we do not know counts as the latter, so that a fault of ours never sets off fallbacks.
const MESSAGE_WILL_NEVER_DO =
  /^(Missing personalisation|Cannot send to international|Not a UK mobile|Your message is (empty|too long)|phone_number |email_address )/;

/**
 * Reads one failed post (Notify sheet, section 3). A 4xx means that nothing was stored; a 5xx may have come after storing.
 * Keeps Notify's error name only: its texts echo what we sent.
 */
export function postedFrom(fault: Fault): Posted {
  const { response, code = 'no-answer' } = fault;
  if (!response) return NO_CONNECTION.has(code) ? { kind: 'not-stored' } : { kind: 'uncertain', error: code };
  const { status } = response;
  const { error = `http-${status}`, message = '' } = response.data?.errors?.[0] ?? {};
  if (status >= 500) return { kind: 'uncertain', error: `http-${status}` };
  if (status === 429) return { kind: error === 'TooManyRequestsError' ? 'day-used-up' : 'rate-limited' };
  const ofThisMessage = status === 400 && (error === 'InvalidPhoneError' || MESSAGE_WILL_NEVER_DO.test(message));
  return { kind: ofThisMessage ? 'refused' : 'set-up', error };
}
