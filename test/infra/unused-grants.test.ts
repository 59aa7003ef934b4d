import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant } from '../../infra/local/engine/grants/gate.ts';
import { CALLBACK_TOKEN } from '../../infra/local/start/notify.ts';
import { OFFICER_TOKEN, type ToldDecision } from '../../infra/local/start/officers.ts';
import { readOptions } from '../../infra/local/start/options.ts';
import type { Progress } from '../../infra/local/start/progress.ts';
import { type Run, startRun } from '../../infra/local/start/run.ts';
import { stackOf } from './stacks.ts';

const quiet: Progress = { say() {}, doing() {}, now: () => '', stop() {} };
const folder = mkdtempSync(join(tmpdir(), 'crier-grants-'));
const { resources } = stackOf('stockton', 'local');

/** A logical id as people know it: its place in the stack. */
const placeOf = (id: string) =>
  resources[id]?.Metadata?.['aws:cdk:path']?.replace(/^[^/]+\//, '').replace(/\/Resource$/, '') ?? id;
const lineOf = ({ role, action, resource }: Grant) => {
  const [id = '', ...rest] = resource.split('/');
  return `${placeOf(role).replace(/\/role$/, '')}: ${action} on ${[placeOf(id), ...rest].join('/')}`;
};

/** What the engine does not enforce, because the services are not here. */
const NOT_ENFORCED = ['kms', 'logs'];

/** Grants that neither the sample day nor officers and residents after it need, and why they stay. */
const UNUSED: Record<string, string> = {
  'intake/import-file: s3:ListBucket on intake/inbox/bucket':
    'a file that is gone again when it is read (404, not 403)',
  'intake/import-file: sqs:SendMessage on intake/import-file-queue/queue': 'to go on with a file of many thousand rows',
};

/** Grants that it needs on some runs: what they are for hangs on which of two processes comes first. */
const BY_CHANCE: Record<string, string> = {
  'intake/import-file: dynamodb:GetItem on intake/intake/table': 'a file whose message came twice',
  'intake/import-file: dynamodb:GetItem on register/register/table': 'a file whose message came twice',
  'intake/receive-events: dynamodb:GetItem on intake/intake/table': 'an event that was sent twice',
  'intake/receive-events: dynamodb:GetItem on register/register/table': 'a fact that is older than what is known',
  'notices/plan-notices: dynamodb:DeleteItem on notices/notices/table': 'an address that another notice needs',
  'notices/plan-notices: dynamodb:Query on notices/notices/table': 'a notice that is stopped after it was planned',
  'notices/plan-notices: dynamodb:UpdateItem on notices/notices/table': 'a fact that comes while a text goes out',
  'notices/reconcile-notices: dynamodb:DeleteItem on notices/notices/table': 'a worker that died when it stopped one',
  'notices/reconcile-notices: events:PutEvents on facts/bus': 'a message that was in doubt',
  'notices/reconcile-notices: sqs:SendMessage on notices/release-notices-queue/queue': 'a message that never arrived',
  'notices/reconcile-notices: sqs:SendMessage on notices/track-notices-queue/queue': 'a receipt that was lost',
  'notices/release-notices: events:PutEvents on facts/bus': 'a fact between planning and release',
  'notices/release-notices: sqs:SendMessage on notices/release-notices-queue/queue': 'two wakes at once',
  'notices/send-notices: dynamodb:DeleteItem on notices/notices/table': 'a fact between release and sending',
  'notices/send-notices: sqs:SendMessage on notices/reconcile-notices-queue/queue': 'an answer that was lost',
  'notices/send-notices: sqs:SendMessage on notices/release-notices-queue/queue': 'a worker that was late for a slot',
  'notices/send-notices: sqs:SendMessage on notices/track-notices-queue/queue': 'a number that Notify refuses',
  'performance/publish-datasets: s3:GetObject on performance/facts/bucket/releases/*': 'a second release',
  'performance/publish-datasets: s3:GetObject on performance/site/bucket/open-data/*': 'a second release',
  'performance/publish-datasets: s3:GetObject on performance/site/bucket/releases/*': 'a second release',
  'performance/publish-datasets: s3:ListBucket on performance/site/bucket': 'a second release, of a file it lacks',
};

/** Everything that officers can ask or have done, and residents who text back; each with what it was answered. */
async function askedAndAnswered(url: string): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  const send = async <T>(path: string, token: string, body?: object): Promise<T> => {
    const post = { method: 'POST', body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}api${path}`, { headers, ...(body && post) });
    answers.push([path, response.status]);
    return (await response.json().catch(() => null)) as T;
  };
  const ask = <T>(path: string, body?: object) => send<T>(`/officers/${path}`, OFFICER_TOKEN, body);
  const { runs } = await ask<{ runs: { extract_id: string }[] }>('runs');
  const path = `runs/${runs[0]!.extract_id}`;
  await ask(path);
  const { items } = await ask<{ items: ToldDecision[] }>(`${path}/decisions`);
  const told = items.find(({ outcome }) => outcome === 'sms')!;
  await ask('explain', { account_ref: told.account_ref });
  await ask(`notices/${told.notice_id}`);
  for (const each of ['status', 'ledger', 'ledger?by=run', 'holds', 'today']) await ask(each);
  await ask('count', {});
  await ask('stop', { reason: 'to see whether we may' });
  await ask('resume', {});
  await ask('publish', {});
  for (const [n, message] of ['STOP', 'STOP', 'Who is this?'].entries())
    await send('/notify/texts', CALLBACK_TOKEN, {
      id: `9c9c9c9c-0000-4000-8000-00000000000${n}`,
      source_number: '07700900341',
      destination_number: '07700900999',
      message,
      date_received: '2026-09-29T09:30:00Z',
    });
  return answers;
}

describe('the sample day', () => {
  let run: Run;
  let grants: Grant[];
  let answers: [string, number][];

  beforeAll(async () => {
    const read = readOptions(['--data', join(folder, 'data')], ['stockton']);
    if (read.kind !== 'start') throw new Error(JSON.stringify(read));
    run = await startRun(read.options, quiet, new AbortController().signal);
    answers = await askedAndAnswered(run.url);
    grants = run.grants();
  }, 300_000);

  afterAll(async () => {
    await run?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends well under the roles of the template', () => {
    expect(run.ending).toEqual({ ok: true });
  });

  it('leaves a stack that answers every question of officers, and residents, under these roles', () => {
    expect(answers.filter(([, status]) => ![200, 202, 204].includes(status))).toEqual([]);
  });

  it('needs each grant that is enforced, but those listed here with their reasons', () => {
    const unused = new Set(grants.filter(({ enforced, used }) => enforced && !used).map(lineOf));
    expect([...unused].filter((line) => !(line in BY_CHANCE)).sort()).toEqual(Object.keys(UNUSED).sort());
  });

  it('has each grant that is listed here', () => {
    const lines = grants.map(lineOf);
    expect(Object.keys(BY_CHANCE).filter((line) => !lines.includes(line))).toEqual([]);
  });

  it('is checked on every service but those that are not here', () => {
    const open = grants.filter(({ enforced }) => !enforced).map(({ action }) => action.split(':')[0]);
    expect([...new Set(open)].sort()).toEqual(NOT_ENFORCED);
    expect(grants.filter(({ used }) => used).length).toBeGreaterThan(60);
  });
});

/** What is granted with a star, by any role of any council's stack, and why no more can be known beforehand. */
const STARS: Record<string, string> = {
  'intake/inbox/bucket/*.csv': 'senders name their files as they like',
  'intake/inbox/bucket/*.csv.receipt.json': 'a receipt is named after its file',
  'intake/inbox/bucket/*.csv.rejects.json': 'refused rows are named after their file',
  'performance/facts/bucket/facts/*': 'facts are named by measure, day and content',
  'performance/facts/bucket/releases/*': 'what a release remembers is named by its digest',
  'performance/site/bucket/open-data/*': 'dated copies are named by their day',
  'performance/site/bucket/releases/*': 'releases are named by their digest',
};

describe.each([
  ['stockton', 'production'],
  ['stockton', 'test'],
  ['darlington', 'production'],
] as const)('the roles of %s %s', (council, stage) => {
  const { of, resources: its } = stackOf(council, stage);
  const documents = [
    ...['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
      of(type).map(([, { Properties }]) => Properties['PolicyDocument']),
    ),
    ...of('AWS::IAM::Role').flatMap(([, { Properties }]) =>
      ((Properties['Policies'] ?? []) as { PolicyDocument: unknown }[]).map((each) => each.PolicyDocument),
    ),
  ] as { Statement: { Action: unknown; Resource: unknown; NotAction?: unknown; NotResource?: unknown }[] }[];
  const statements = documents.flatMap(({ Statement }) => Statement);

  it('name each action', () => {
    expect(statements.length).toBeGreaterThan(40);
    expect(statements.filter((each) => JSON.stringify(each.Action ?? '*').includes('*'))).toEqual([]);
    expect(statements.filter(({ NotAction, NotResource }) => NotAction || NotResource)).toEqual([]);
  });

  it('name each resource without a star, but those listed here with their reasons', () => {
    const starred = statements
      .flatMap(({ Resource }) => [Resource].flat())
      .map((each) => JSON.stringify(each))
      .filter((text) => text.includes('*'))
      .map((text) => {
        const [, id = '', rest = ''] = /"Fn::GetAtt":\["(\w+)".*?,"(\/[^"]*)"\]\]/.exec(text) ?? [];
        const path = its[id]?.Metadata?.['aws:cdk:path']?.replace(/^[^/]+\//, '').replace(/\/Resource$/, '');
        return path ? path + rest : text;
      });
    expect([...new Set(starred)].sort()).toEqual(Object.keys(STARS).sort());
  });

  it('come by no policy that AWS manages', () => {
    for (const [, { Properties }] of of('AWS::IAM::Role')) expect(Properties['ManagedPolicyArns']).toBeUndefined();
  });
});
