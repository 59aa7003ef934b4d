import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant } from '../../infra/local/engine/grants/gate.ts';
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

/** Grants that the sample day does not need, and why they stay. */
const UNUSED: Record<string, string> = {
  'intake/import-file: s3:ListBucket on intake/inbox/bucket':
    'a file that is gone again when it is read (404, not 403)',
  'intake/import-file: sqs:SendMessage on intake/import-file-queue/queue': 'to go on with a file of many thousand rows',
  'intake/receive-notify: dynamodb:GetItem on register/register/table': 'a resident who answers STOP twice',
  'intake/receive-notify: dynamodb:PutItem on register/register/table': 'a resident who answers STOP',
  'intake/receive-notify: dynamodb:UpdateItem on register/register/table': 'a resident who answers STOP',
  'intake/receive-notify: events:PutEvents on facts/bus': 'a resident who answers a text',
  'notices/explain-notices: dynamodb:BatchGetItem on register/register/table': 'an officer who asks about an account',
  'notices/explain-notices: dynamodb:DeleteItem on notices/notices/table': 'an officer who resumes what was stopped',
  'notices/explain-notices: dynamodb:Query on notices/notices/table/index/by-account':
    'an officer who asks about an account',
  'notices/explain-notices: dynamodb:Query on notices/notices/table/index/by-person':
    'an officer who asks about a person',
  'notices/explain-notices: sqs:SendMessage on notices/release-notices-queue/queue':
    'an officer who resumes what was stopped',
  'notices/plan-notices: dynamodb:Query on notices/notices/table/index/by-person':
    'a death or an opt-out between planning and sending',
  'performance/answer-officers: s3:GetObject on performance/facts/bucket/facts/*':
    "an officer who asks for today's figures",
  'performance/answer-officers: s3:ListBucket on performance/facts/bucket': "an officer who asks for today's figures",
  'performance/answer-officers: secretsmanager:GetSecretValue on OfficersSecret': 'an officer who asks about open data',
  'performance/answer-officers: sqs:SendMessage on performance/publish-datasets-queue/queue':
    'an officer who publishes by command',
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

describe('the sample day', () => {
  let run: Run;
  let grants: Grant[];

  beforeAll(async () => {
    const read = readOptions(['--data', join(folder, 'data')], ['stockton']);
    if (read.kind !== 'start') throw new Error(JSON.stringify(read));
    run = await startRun(read.options, quiet, new AbortController().signal);
    grants = run.grants();
  }, 300_000);

  afterAll(async () => {
    await run?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends well under the roles of the template', () => {
    expect(run.ending).toEqual({ ok: true });
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
