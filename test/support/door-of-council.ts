import { basename } from 'node:path';
import { contractOf } from '../../contracts/catalogue.ts';
import type { Deps } from '../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import { responseOf } from '../../functions/shared/http/answer.ts';
import { stockton } from '../../infra/config/stockton.ts';
import { postEvents, sourceAmong } from '../../infra/local/start/event-files.ts';
import { aRequest } from './http-request.ts';
import { inMemoryBus, inMemoryIntakeTable } from './intake.ts';
import { inMemoryRegister, testKey } from './register.ts';

/** What was refused of a file: where, and which field; none of a line that is no event. */
type Refusal = { file: string; line: number; pointers: string[] };

type Answer = { id: string; status: string; errors?: { pointer: string; message: string }[] };

/** The door for events as Stockton has it, with its own sources, on ports in memory. */
export function doorOfCouncil(now: number) {
  const bus = inMemoryBus();
  const register = inMemoryRegister(() => now);
  const { sources } = stockton;
  const deps: Deps = {
    sources,
    tokens: async () => Object.fromEntries(Object.keys(sources).map((source) => [source, `token-of-${source}`])),
    table: inMemoryIntakeTable(),
    contractOf,
    register,
    publish: bus.publish,
    key: testKey,
    now: () => now,
    council: 'stockton',
  };
  const post = async (body: string, contentType: string, source: string) => {
    const authorization = `Bearer token-of-${source}`;
    const request = aRequest({ method: 'POST', path: '/events', authorization, contentType, body });
    const { statusCode, body: answer } = responseOf(await receiveEvents(deps, request));
    return new Response(answer, { status: statusCode });
  };
  return {
    bus,
    register,
    /** Posts one event as a source. What the door says of it. */
    ask: async (event: unknown, source: string): Promise<Answer[]> => {
      const answer = await post(JSON.stringify([event]), 'application/cloudevents-batch+json', source);
      return ((await answer.json()) as { events: Answer[] }).events;
    },
    /** Posts a file as `npm start -- --input` does. */
    play: async (path: string): Promise<Refusal[]> => {
      const file = basename(path);
      const { refused } = await postEvents({ kind: 'ndjson', name: file, path }, post, {
        sourceOf: sourceAmong(sources),
      });
      return refused
        .map(({ at, why }) => ({
          file,
          line: Number(at.replace('line ', '')),
          pointers: why.startsWith('/') ? why.split('; ').map((each) => each.split(' ')[0] ?? '') : [''],
        }))
        .sort((a, b) => a.line - b.line);
    },
  };
}
