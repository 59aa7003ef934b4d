import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Now } from '../../shared/clock.ts';
import { isForbiddenHost, publicLookup, type Resolve } from '../../shared/http/public-address.ts';
import type { Answer } from '../rules/answers.ts';
import { putOffBy } from '../rules/pauses.ts';
import { type Fault, noAnswer } from './no-answer.ts';
import type { PostWebhook, Webhook } from './post.ts';
import { signatureOf } from './sign.ts';

/** More of an answer than this is not read. */
const MOST_OF_AN_ANSWER = 65_536;
/** Servers close what is idle for five seconds, and a function may stand still for hours. */
const IDLE_MS = 3_000;

type Clocks = {
  /** The platform's, by which workers are dead. */
  now: Now;
  /** The machine's own, which subscribers go by. */
  clock: Now;
  resolve?: Resolve;
};

/** How far a try has come: what tells a silence from an answer without end. */
type Stage = 'connecting' | 'silent' | 'answering';

/** The one place that talks to subscribers. No redirect is followed, and nothing is waited for beyond the time. */
export function postWebhook({ now, clock, resolve }: Clocks): PostWebhook {
  const lookup = publicLookup(resolve);
  let agents = agentsOfNow();
  let inFlight = 0;
  let usedAt = now();

  const begin = (webhook: Webhook, url: URL, signal: AbortSignal): ClientRequest => {
    const isHere = url.protocol === 'http:';
    if (inFlight === 0 && now() - usedAt > IDLE_MS) {
      agents.http.destroy();
      agents.https.destroy();
      agents = agentsOfNow();
    }
    const common = { method: 'POST', headers: headersOf(webhook, clock()), signal };
    return isHere
      ? http.request(url, { ...common, agent: agents.http })
      : https.request(url, { ...common, agent: agents.https, lookup });
  };

  return async (webhook) => {
    const url = new URL(webhook.url);
    if (url.protocol === 'http:' ? url.hostname !== '127.0.0.1' : isForbiddenHost(url.hostname))
      return { kind: 'not-allowed' };
    // The clock is read last of all: a process that stood still begins nothing that another may have begun by now.
    if (now() + webhook.timeoutMs > webhook.until) return { kind: 'none', reason: 'no-answer', detail: 'not-begun' };
    const signal = AbortSignal.timeout(webhook.timeoutMs);
    const request = begin(webhook, url, signal);
    inFlight += 1;
    try {
      return await answerTo(request, { body: webhook.body, signal, clock });
    } finally {
      inFlight -= 1;
      usedAt = now();
    }
  };
}

const agentsOfNow = () => ({
  http: new http.Agent({ keepAlive: true }),
  https: new https.Agent({ keepAlive: true }),
});

function headersOf({ id, body, secrets }: Webhook, at: number): Record<string, string | number> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'content-type': 'application/cloudevents+json',
    'content-length': Buffer.byteLength(body),
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secrets, { id, timestamp, body }),
  };
}

/** Resolves when the answer is whole, or there is none. What comes first counts. */
function answerTo(
  request: ClientRequest,
  { body, signal, clock }: { body: string; signal: AbortSignal; clock: Now },
): Promise<Answer> {
  return new Promise((resolve) => {
    let stage: Stage = 'connecting';
    const none = (fault: Fault) => resolve(noAnswer(fault, { stage, isLate: signal.aborted }));
    request.on('socket', (socket) => {
      const connected = () => {
        stage = 'silent';
      };
      if (socket.connecting) socket.once('connect', connected);
      else connected();
    });
    request.on('response', (response) => {
      stage = 'answering';
      const whole = () => resolve(answeredBy(response, clock()));
      let length = 0;
      response.on('data', (part: Buffer) => {
        length += part.length;
        if (length < MOST_OF_AN_ANSWER) return;
        whole();
        request.destroy();
      });
      response.on('end', whole);
      response.on('error', none);
      response.on('close', () => none({}));
    });
    request.on('error', none);
    request.on('close', () => none({}));
    request.end(body);
  });
}

const answeredBy = ({ statusCode = 0, headers }: IncomingMessage, at: number): Answer => ({
  kind: 'answered',
  status: statusCode,
  put_off_ms: putOffBy(headers['retry-after'], at),
});
