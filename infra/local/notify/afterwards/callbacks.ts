// Callbacks to the service: delivery receipts, received texts and returned letters (api celery/service_callback_tasks.py).
import { callbackJson } from '../forms/python-json.ts';
import type { Message, ReceivedText } from '../store.ts';
import type { Service } from '../world/world.ts';
import type { Timers } from './timers.ts';

const TIMEOUT_MS = 5000;
const MOST_RETRIES = 5;
const MOST_AT_ONCE = 10;

/** One callback with address, token and body as they were when it was queued: later changes do not reach it. */
export type Callback = { url: string; token: string; body: string; attempts: number };

export type Callbacks = {
  /** Sends it, and again while retries are due. Resolves after the first attempt. */
  send(callback: Callback): Promise<void>;
  /** Those that were not taken yet, for a snapshot. */
  waiting(): Callback[];
  /** Whether one is being sent, or has its turn next; what is tried again later is not. */
  underWay(): boolean;
  close(): void;
};

const addressOf = (service: Service, type: Service['callbacks'][number]['type']) =>
  service.callbacks.find((each) => each.type === type);

/** The receipt of a text or email that has just ended; undefined if the service has no address for receipts. */
export function receiptFor(service: Service, message: Message): Callback | undefined {
  const address = addressOf(service, 'delivery_status');
  if (!address) return undefined;
  const body = callbackJson({
    id: message.id,
    reference: message.reference,
    to: message.to,
    status: message.status,
    created_at: message.created_at,
    completed_at: message.updated_at,
    sent_at: message.sent_at,
    notification_type: message.type,
    template_id: message.template.id,
    template_version: message.template.version,
  });
  return { url: address.url, token: address.bearer_token, body, attempts: 0 };
}

export function receivedTextFor(service: Service, text: ReceivedText): Callback | undefined {
  const address = addressOf(service, 'inbound_sms');
  if (!address) return undefined;
  const body = callbackJson({
    id: text.id,
    source_number: text.user_number,
    destination_number: text.notify_number,
    message: text.content,
    date_received: text.created_at,
  });
  return { url: address.url, token: address.bearer_token, body, attempts: 0 };
}

/** A letter came back. Of pages that were sent in there is no template to tell of. */
export function returnedFor(service: Service, message: Message): Callback | undefined {
  const address = addressOf(service, 'returned_letter');
  if (!address) return undefined;
  const body = callbackJson({
    notification_id: message.id,
    reference: message.reference,
    date_sent: message.created_at,
    sent_by: 'API',
    template_name: null,
    template_id: 'None',
    template_version: null,
    spreadsheet_file_name: null,
    spreadsheet_row_number: null,
    upload_letter_file_name: null,
  });
  return { url: address.url, token: address.bearer_token, body, attempts: 0 };
}

/** Whether an answer ends it: 2xx and unfollowed 3xx are success, other 4xx than 429 are given up at once. */
const isFinal = (status: number): boolean => status < 500 && status !== 429;

async function post({ url, token, body }: Callback, closing: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'user-agent': 'python-requests/2.34.2',
        accept: '*/*',
      },
      body,
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return isFinal(response.status);
  } catch {
    return false;
  }
}

/** `retrySeconds`: 300 over there, five times, then the callback is lost for good. */
export function newCallbacks({
  timers,
  retrySeconds,
}: {
  timers: Pick<Timers, 'after'>;
  retrySeconds: number;
}): Callbacks {
  const waiting = new Set<Callback>();
  const queue: (() => void)[] = [];
  const closing = new AbortController();
  let running = 0;

  async function turn(): Promise<void> {
    if (running >= MOST_AT_ONCE) await new Promise<void>((go) => queue.push(go));
    running++;
  }
  function endTurn(): void {
    running--;
    queue.shift()?.();
  }

  async function send(callback: Callback): Promise<void> {
    waiting.add(callback);
    await turn();
    const final = await post(callback, closing.signal);
    endTurn();
    if (closing.signal.aborted) return;
    callback.attempts++;
    if (final || callback.attempts > MOST_RETRIES) waiting.delete(callback);
    else timers.after(retrySeconds * 1000, () => void send(callback));
  }

  return {
    send,
    waiting: () => [...waiting],
    underWay: () => running > 0 || queue.length > 0,
    close: () => closing.abort(),
  };
}
