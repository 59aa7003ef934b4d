import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOptions } from '../../infra/local/start/options.ts';
import { type Run, startRun } from '../../infra/local/start/run.ts';
import { crier } from '../support/command.ts';
import { clientsOf } from '../support/operator.ts';
import { quiet } from '../support/quiet.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-operate-'));
const COUNTED = {
  ...{ specversion: '1.0', id: 'c-1', source: 'contact-centre', type: 'council.contacts.contact-made.v1' },
  time: '2026-09-29T09:05:00+01:00',
  data: { service: 'council-tax', channel: 'telephone', at: '2026-09-29T09:05:00+01:00' },
};

describe('operating a start from the command line', () => {
  let run: Run;
  beforeAll(async () => {
    writeFileSync(join(folder, '1.event.json'), JSON.stringify(COUNTED));
    // At night: a smoke test does not wait for the hours in which residents may be told.
    const read = readOptions(['--input', folder, '--now', '2026-09-29T22:00:00+01:00'], ['stockton']);
    if (read.kind !== 'start') throw new Error(JSON.stringify(read));
    run = await startRun(read.options, quiet, { stopped: new AbortController().signal });
  });
  afterAll(async () => {
    await run?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const operate = (...args: string[]) => crier([...args, '--url', new URL('/api', run.url).href]);
  const json = async (...args: string[]) => JSON.parse((await operate(...args, '--json')).out);
  const deadOf = async (name: string) =>
    (await json('queues')).queues.find((each: { name: string }) => each.name === name).dead;

  it('sees dead letters by reference and sends them round again, once, after asking', async () => {
    const { sqs } = clientsOf(run.engine);
    const [, { physicalId: QueueUrl }] = [...run.engine.resources].find(([id]) =>
      id.includes('keepregisterqueuedead'),
    )!;
    const MessageBody = JSON.stringify({ notice: 'abcdefghijklmnopqrstuv', name: 'Zebedee' });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    expect(await deadOf('keep-register')).toBe(1);
    const { out } = await operate('dead', 'keep-register');
    expect(out).toContain('notice abcdefghijklmnopqrstuv');
    expect(out).not.toContain('Zebedee');
    expect(await operate('redrive', 'keep-register')).toMatchObject({ code: 2, out: '' });
    expect(await deadOf('keep-register')).toBe(1);
    expect(await json('redrive', 'keep-register', '--yes')).toMatchObject({ moved: 1 });
    expect(await operate('redrive', 'nothing', '--yes')).toMatchObject({ code: 1, out: '' });
  });

  it('takes an officer’s new token beside the old one, and the old one no longer once that is said', async () => {
    const { value } = await json('rotate', 'officers/officer', '--yes');
    expect(await json('rotate', 'officers/officer', '--yes')).toEqual({ outcome: 'under-way', value });
    const statusBy = async (token: string) => (await operate('status', '--token', token)).code;
    await expect.poll(() => statusBy(value), { timeout: 30_000 }).toBe(0); // ten seconds after the last token that was not known
    expect(await statusBy('local-officer')).toBe(0);
    expect((await operate('rotate', 'officers/officer', '--back', '--yes')).code).toBe(0);
    expect((await operate('rotate', 'officers/officer', '--back', '--yes')).out).toContain('nothing has changed');
  });

  it('takes nothing from a source that is paused, and all of it again afterwards', async () => {
    const send = async (id: string) => {
      const headers = { authorization: 'Bearer local-contact-centre', 'content-type': 'application/cloudevents+json' };
      const body = JSON.stringify({ ...COUNTED, id });
      return (await fetch(new URL('/api/events', run.url), { method: 'POST', headers, body })).status;
    };
    expect((await operate('pause', 'contact-centre', '--reason', 'wrong counts', '--yes')).code).toBe(0);
    expect(await send('c-2')).toBe(503);
    expect((await operate('resume', 'contact-centre', '--yes')).code).toBe(0);
    expect(await send('c-2')).toBe(202);
    expect((await operate('pause', 'nobody', '--reason', 'x', '--yes')).code).toBe(1);
  });

  it('passes its smoke test, of which no run is seen and no figure made', async () => {
    const { passed, failed } = await json('smoke');
    expect(failed).toBeNull();
    expect(passed.map(({ step }: { step: string }) => step)).toEqual(['status', 'file', 'text', 'ledger', 'open data']);
    expect(passed[2].said).toContain('delivered');
    expect(await json('runs')).toMatchObject({ runs: [] });
    const types = await (await fetch(`${run.engine.siteUrl}/open-data/notice-types.csv`)).text();
    expect(types).not.toContain('smoke');
  });

  it('is found in order by its doctor, but for sources that have never sent', async () => {
    const of = async (name: string) =>
      (await json('doctor')).checks.find((each: { name: string }) => each.name === name).findings;
    expect(await of('secrets')).toEqual([]);
    expect(await of('callbacks of Notify')).toEqual([]);
    const silent = (await of('sources')).map(({ what }: { what: string }) => what.split(' ')[0]);
    expect(silent).toContain('waste-bookings');
    expect(silent).not.toContain('contact-centre');
    expect((await operate('doctor')).code).toBe(0);
  });
});
