import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { councilOf } from '../../infra/config/councils.ts';
import { closeServer, listen, serve } from '../../infra/local/engine/web/serve.ts';
import { startSandbox } from '../../infra/local/start/notify.ts';
import { officersOf } from '../../infra/local/start/officers.ts';
import { makeReport } from '../../infra/local/start/report.ts';
import { sourceToken, startStack } from '../../infra/local/start/stack.ts';
import { leakyWorkers } from './leaky-workers.ts';
import type { Place } from './marks.ts';
import { clientsOf } from './operator.ts';
import { overhear } from './overheard.ts';
import { onDisk, passing, resting } from './places.ts';

const NOW = Date.parse('2026-09-29T10:00:00+01:00');
const COUNCIL = 'stockton';

/** Notify between us and the sandbox: what every so-manieth post is answered with, texts of errors that echo what we sent. */
const echoing = (body: string): Response[] => [
  Response.json(
    { errors: [{ error: 'ValidationError', message: `phone_number ${body} is no good` }] },
    { status: 400 },
  ),
  Response.json({ errors: [{ error: 'Exception', message: `cannot store ${body}` }] }, { status: 500 }),
  new Response(`<html>${body}</html>`, { status: 502 }),
];

/**
 * The stack on the local engine with a data folder, and everything that it says, hands on or keeps, as places to look
 * into. Each name begins with the kind of place: `log`, `event`, `queue`, `dead letter`, `table`, `object`, `answer`,
 * `url`, `report`, `disk`.
 */
export async function markedDay() {
  const folder = mkdtempSync(join(tmpdir(), 'crier-privacy-'));
  const council = councilOf(COUNCIL);
  const clockShiftMs = NOW - Date.now();
  const now = () => Date.now() + clockShiftMs;
  const said: Place[] = [];
  const say = (name: string, content: string) => void said.push({ name, content });

  let api = (_: Request): Promise<Response> => Promise.resolve(new Response(null, { status: 503 }));
  const stopHearing = overhear(say);
  const { change, leaking } = leakyWorkers(join(folder, 'leak.json'));
  const door = createServer(serve((request) => api(request)));
  const doorUrl = await listen(door);
  const notify = await startSandbox({
    serviceName: council.settings.council_name,
    apiUrl: doorUrl,
    now,
    dataDir: null, // what went to Notify may be there, and is no part of the folder under test
    onText: () => {},
  });
  let posts = 0;
  const wire = createServer(
    serve(async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = request.method === 'POST' ? await request.text() : null;
      const headers = new Headers(request.headers);
      for (const name of ['content-length', 'connection', 'host', 'accept-encoding']) headers.delete(name);
      const fault = body !== null && ++posts % 3 === 0 ? echoing(body)[Math.floor(posts / 3) % 3] : undefined;
      const init = { method: request.method, headers, ...(body === null ? {} : { body }) };
      return fault ?? fetch(notify.url + pathname + search, init);
    }),
  );
  const notifyUrl = await listen(wire);
  const {
    engine,
    inbox,
    documents,
    answer: answerOf,
  } = await startStack({
    council,
    notify: { ...notify, url: notifyUrl },
    clockShiftMs,
    outdir: join(folder, 'cdk.out'),
    dataDir: join(folder, 'state'),
    onLog: ({ fn, text }) => say(`log of ${fn}`, text),
    onCall: passing(say),
    change,
  });
  api = answerOf;
  const { s3, sqs } = clientsOf(engine);

  /** Posts to the API as a source or as Notify would, and keeps the answer. */
  async function post(path: string, body: string, { token, type }: { token: string; type: string }): Promise<number> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const answer = await answerOf(new Request(`http://crier.local${path}`, { method: 'POST', headers, body }));
    say(`answer of ${path}`, `${JSON.stringify([...answer.headers])} ${await answer.text()}`);
    return answer.status;
  }

  async function placesNow(): Promise<Place[]> {
    const officers = officersOf(async (request) => {
      const answer = await engine.handleHttp(request);
      say('answer of /officers', await answer.clone().text());
      return answer;
    });
    const measured = {
      now: now(),
      files: [],
      calls: { ...engine.calls(), notify: posts },
      seconds: { setup: 0, import: 0, plan: 0, send: 0, total: 0 },
    };
    const report = JSON.stringify(await makeReport(officers, measured));
    return [...said, { name: 'report', content: report }, ...(await resting(engine))];
  }

  return {
    engine,
    inbox,
    folder: join(folder, 'state'),
    /** Messages that workers said they could not read. */
    failures: () =>
      said.filter(({ name, content }) => name.startsWith('log') && content.includes('message failed')).length,
    messages: () => notify.sandbox!.messages(),
    now,
    sqs,
    drop: (name: string, text: string) => s3.send(new PutObjectCommand({ Bucket: inbox, Key: name, Body: text })),
    document: (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: documents, Key, Body })),
    events: (body: unknown, source = 'revenues-benefits', type = 'application/cloudevents-batch+json') =>
      post('/events', typeof body === 'string' ? body : JSON.stringify(body), { token: sourceToken(source), type }),
    callback: (what: 'texts' | 'receipts', body: unknown) =>
      post(`/notify/${what}`, JSON.stringify(body), { token: notify.callbackToken, type: 'application/json' }),
    /** Where Notify's callbacks come in. */
    doorUrl,
    notifyUrl,
    leaking,
    placesNow,
    /** Ends everything, and looks at what is left on the disk. */
    close: async (): Promise<Place[]> => {
      await engine.close();
      await notify.close();
      await closeServer(door);
      await closeServer(wire);
      stopHearing();
      return onDisk(join(folder, 'state'));
    },
  };
}
