// The command lines: `crier` as its program has it, run in this process against the officers' API in memory, what
// `npm start` reads of its own, and the files that both are given.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCrier } from '../../../bin/commands/officers-api.ts';
import { runningHere } from '../../../bin/commands/running.ts';
import { postEvents } from '../../../infra/local/start/event-files.ts';
import { readOptions } from '../../../infra/local/start/options.ts';
import { bodyOf, serving } from '../../support/command.ts';
import { oneNight, TOKEN } from '../../support/officers.ts';
import type { Behind } from '../door.ts';

export type Asked =
  | { kind: 'crier'; args: string[] }
  | { kind: 'start'; args: string[] }
  | { kind: 'local'; text: Uint8Array }
  | { kind: 'events'; file: 'events' | 'ndjson'; bytes: Uint8Array };

/** What a command line came to. `asked`: requests to the API; `done`: what they changed. */
export type Ran = { code: number; out: string; err: string; asked: string[]; done: string[] };

let times = 0;

/** The program itself, evaluated anew with these arguments, with its output caught. */
async function runCrier(args: string[]): Promise<Pick<Ran, 'code' | 'out' | 'err'>> {
  const caught = { out: '', err: '' };
  const { stdout, stderr } = process;
  const write = { out: stdout.write, err: stderr.write };
  const { argv } = process;
  const catching = (into: 'out' | 'err') => (text: unknown) => {
    caught[into] += String(text);
    return true;
  };
  stdout.write = catching('out') as typeof stdout.write;
  stderr.write = catching('err') as typeof stderr.write;
  // As an operating system hands arguments over: without NULs and lone surrogates.
  process.argv = [argv[0]!, 'crier', ...args.map((arg) => arg.replaceAll('\u0000', '').toWellFormed())];
  process.exitCode = 0;
  times += 1;
  try {
    await import(`../../../bin/crier.ts?${times}`);
    return { ...caught, code: Number(process.exitCode) };
  } finally {
    Object.assign(stdout, { write: write.out });
    Object.assign(stderr, { write: write.err });
    stdout.removeAllListeners('error');
    process.argv = argv;
    process.exitCode = 0;
  }
}

export async function open(): Promise<Behind> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { ask, done } = await oneNight();
  let asked: string[] = [];
  const { url } = await serving(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { authorization } = request.headers;
    const path = request.url!.replace(/^\/api/, '');
    const { status, body } = await ask(path, { method: request.method!, authorization, body: await bodyOf(request) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  process.env['CRIER_URL'] = `${url}/api`;
  process.env['CRIER_TOKEN'] = TOKEN;

  const take = { crier: runCrier, start: runStart, local: readLocal, events: sendEvents } as const;
  function runStart(args: string[]) {
    const read = readOptions(args, ['stockton', 'darlington']);
    if (read.kind === 'wrong') return { code: 2, out: '', err: read.message };
    return { code: 0, out: read.kind === 'help' ? read.text : JSON.stringify(read.options), err: '' };
  }
  async function readLocal(text: Uint8Array) {
    mkdirSync(join(folder, '4000'), { recursive: true });
    writeFileSync(join(folder, '4000', 'local.json'), text);
    try {
      const found = await findCrier({}, {}, () => runningHere(folder, async () => true));
      return { code: 0, out: found.url.href, err: '' };
    } catch (error) {
      const { name, message } = error as Error;
      return { code: name === 'Error' ? 1 : 99, out: '', err: message };
    }
  }
  async function sendEvents({ file, bytes }: { file: 'events' | 'ndjson'; bytes: Uint8Array }) {
    const path = join(folder, file === 'events' ? 'a.event.json' : 'a.ndjson');
    writeFileSync(path, bytes);
    const post = async (body: string) => {
      const answers = (JSON.parse(body) as { id?: unknown }[]).map((each) =>
        typeof each?.id === 'string'
          ? { status: 'accepted' }
          : { status: 'refused', errors: [{ pointer: '/id', message: 'is missing' }] },
      );
      return new Response(JSON.stringify({ events: answers }), { status: 207 });
    };
    const { taken, refused } = await postEvents({ path, kind: file } as never, post);
    return {
      code: refused.length > 0 ? 1 : 0,
      out: String(taken),
      err: refused.map(({ at, why }) => `${at}: ${why}`).join('\n'),
    };
  }
  return {
    answer: async (message: Asked): Promise<Ran> => {
      asked = [];
      done.length = 0;
      const input = message.kind === 'events' ? message : message.kind === 'local' ? message.text : message.args;
      const ran = await (take[message.kind] as (of: unknown) => Pick<Ran, 'code' | 'out' | 'err'>)(input);
      return { ...ran, asked, done: [...done] };
    },
  };
}
