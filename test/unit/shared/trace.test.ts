import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLING, TRACED } from '../../../infra/constructs/bundle.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'crier-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

const END = 'end';
const TRACE = '1-5759e988-bd862e3fe1be46a994272793';
const [GOOD, WRONG] = ['a'.repeat(22), 'c'.repeat(22)];
/** What must be in no trace: an id that somebody wrote, a body, the words of an error. */
const MARKS = ['07700900123-Ann-Example', 'Ann Example', '1 High Street'];
const FACTS = [
  { id: GOOD, name: MARKS[1] },
  { id: WRONG, wrong: `no such address: ${MARKS[2]}` },
  { id: MARKS[0], name: MARKS[1] },
];

type Part = { name: string; trace_id: string; parent_id: string; annotations?: object; fault?: boolean };

/** Runs a worker as Lambda would, with a daemon of X-Ray that keeps what it is sent. */
async function traced(conditions: string[] | undefined) {
  const outfile = join(folder, `${conditions ? 'traced' : 'plain'}.mjs`);
  const { metafile } = buildSync({
    ...BUNDLING,
    ...{ entryPoints: ['test/support/traced-worker.ts'], outfile, metafile: true, sourcemap: false },
    ...(conditions && { conditions }),
  });
  const sent: string[] = [];
  const daemon = createSocket('udp4');
  const ended = new Promise<void>((resolve) =>
    daemon.on('message', (bytes) => (bytes.toString() === END ? resolve() : sent.push(bytes.toString()))),
  );
  await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
  const { stdout } = await run(process.execPath, [outfile, JSON.stringify(FACTS)], {
    env: {
      ...{ LAMBDA_TASK_ROOT: '/var/task', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', AWS_LAMBDA_FUNCTION_NAME: 'f' },
      _X_AMZN_TRACE_ID: `Root=${TRACE};Parent=53995c3f42cd8ad8;Sampled=1`,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    },
  });
  daemon.send(END, daemon.address().port, '127.0.0.1'); // behind all that the worker has sent
  await ended;
  daemon.close();
  const parts = sent.map((text) => JSON.parse(text.slice(text.indexOf('\n') + 1)) as Part);
  return { sent: sent.join('\n'), parts, said: JSON.parse(stdout), inputs: Object.keys(metafile.inputs) };
}

let seen: Awaited<ReturnType<typeof traced>>;
beforeAll(async () => {
  seen = await traced(TRACED);
});

describe('a traced stage', () => {
  it('has a part for each fact, in the trace that its function was called in, found by its id', () => {
    const told = seen.parts.map(({ name, annotations, fault = false }) => ({ name, annotations, fault }));
    expect(told).toEqual(
      expect.arrayContaining([
        { name: 'fact', annotations: { event_id: GOOD }, fault: false },
        { name: 'fact', annotations: { event_id: WRONG }, fault: true },
        { name: 'published', annotations: { event_id: 'b'.repeat(22) }, fault: false },
      ]),
    );
    expect(told).toHaveLength(3);
    for (const { trace_id, parent_id } of seen.parts)
      expect({ trace_id, parent_id }).toEqual({ trace_id: TRACE, parent_id: '53995c3f42cd8ad8' });
  });

  it('tells nothing else: no id that somebody wrote, no body, no answer, no words of an error', () => {
    for (const mark of MARKS) expect(seen.sent).not.toContain(mark);
    for (const part of seen.parts) expect(part).not.toHaveProperty('metadata');
  });

  it('does the same work', async () => {
    expect(seen.said).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });
});

it('a stage without tracing sends nothing, and has nothing of it in its bundle', async () => {
  const plain = await traced(undefined);
  expect(plain.sent).toBe('');
  expect(plain.said).toEqual(seen.said);
  const ofTracer = (inputs: string[]) => inputs.filter((path) => /xray|powertools\/tracer/.test(path));
  expect(ofTracer(plain.inputs)).toEqual([]);
  expect(ofTracer(seen.inputs).length).toBeGreaterThan(0);
});
