// What grants the sample day and the day after need: every one of the template's.

import { expect } from 'vitest';
import type { DecisionView } from '../../../contracts/officers/runs.ts';
import type { Grant } from '../../../infra/local/engine/grants/gate.ts';
import type { Template } from '../../../infra/local/engine/stack/template.ts';
import { CALLBACK_TOKEN } from '../../../infra/local/start/notify.ts';
import { OFFICER_TOKEN } from '../../../infra/local/start/officers.ts';
import type { Run } from '../../../infra/local/start/run.ts';
import { sourceToken } from '../../../infra/local/start/stack.ts';
import { stackOf } from '../../infra/stacks.ts';

const { resources } = stackOf('stockton', 'local');

/** A logical id as people know it: its place in the stack. */
const placeOf = (id: string) =>
  resources[id]?.Metadata?.['aws:cdk:path']?.replace(/^[^/]+\//, '').replace(/\/Resource$/, '') ?? id;
export const lineOf = ({ role, action, resource }: Grant) => {
  const [id = '', ...rest] = resource.split('/');
  return `${placeOf(role).replace(/\/role$/, '')}: ${action} on ${[placeOf(id), ...rest].join('/')}`;
};

/** Less than import-file keeps in hand for its last words, so that a file of more than one chunk goes on by message. */
const HURRIED_SECONDS = 50;
export const hurried = (template: Template): Template => {
  const changed = structuredClone(template);
  const [id] = Object.entries(changed.Resources).find(
    ([, { Type, Properties }]) => Type === 'AWS::Lambda::Function' && Properties?.['Description'] === 'import-file',
  )!;
  changed.Resources[id]!.Properties!['Timeout'] = HURRIED_SECONDS;
  return changed;
};

export const counted = (day: string, contacts: number) => ({
  ...{ specversion: '1.0', id: `counted-${day}`, source: 'contact-centre', time: `${day}T23:00:00+01:00` },
  type: 'council.contacts.contacts-counted.v1',
  data: { service: 'council-tax', channel: 'telephone', from: day, to: day, contacts, revision: 9 },
});

/** A fact comes in on a day of which the figures are published already. */
export async function postLate({ engine, url }: Run): Promise<void> {
  const headers = {
    authorization: `Bearer ${sourceToken('contact-centre')}`,
    'content-type': 'application/cloudevents+json',
  };
  const post = { method: 'POST', headers, body: JSON.stringify(counted('2026-09-28', 9)) };
  expect((await fetch(`${url}api/events`, post)).status).toBe(202);
  await engine.untilIdle({ ignoreDelayed: true });
}

/** What the engine does not enforce, because the services are not here. */
export const NOT_ENFORCED = ['kms', 'logs'];

/**
 * Grants that neither the sample day nor officers and residents after it need, or need on some runs only, because what they
 * are for hangs on which of two processes comes first. Each is needed on the day after, by the trouble that is named here.
 */
export const TROUBLES: Record<string, string> = {
  'intake/import-file: dynamodb:GetItem on intake/intake/table': 'a file that comes twice',
  'intake/import-file: dynamodb:GetItem on register/register/table': 'a file that is older than the newest',
  'intake/import-file: s3:ListBucket on intake/inbox/bucket': 'a file that is gone when it is read (404, not 403)',
  'intake/import-file: sqs:SendMessage on intake/import-file-queue/queue': 'a file that needs more time than there is',
  'intake/receive-events: dynamodb:BatchWriteItem on register/register/table': 'an event about a debt that is new',
  'intake/receive-events: dynamodb:GetItem on intake/intake/table': 'an event that is sent twice',
  'intake/receive-events: dynamodb:GetItem on register/register/table': 'a fact that is older than what is known',
  'notices/plan-notices: dynamodb:DeleteItem on notices/notices/table': 'a hold on a notice that waits',
  'notices/plan-notices: dynamodb:Query on notices/notices/table': 'a hold on a notice that waits',
  'notices/plan-notices: dynamodb:UpdateItem on notices/notices/table':
    'a hold while a message is on its way to Notify',
  'notices/reconcile-notices: dynamodb:DeleteItem on notices/notices/table': 'messages that were released a while ago',
  'notices/reconcile-notices: dynamodb:GetItem on notices/notices/table': 'a message that never arrived',
  'notices/reconcile-notices: dynamodb:PutItem on notices/notices/table': 'a message that never arrived',
  'notices/reconcile-notices: dynamodb:Query on notices/notices/table': 'a message that never arrived',
  'notices/reconcile-notices: dynamodb:UpdateItem on notices/notices/table': 'a key of Notify that was put in late',
  'notices/reconcile-notices: events:PutEvents on facts/bus': 'a message that Notify stored and answered 500',
  'notices/reconcile-notices: secretsmanager:GetSecretValue on NotifySecret': 'a receipt that was lost',
  'notices/reconcile-notices: sqs:SendMessage on notices/release-notices-queue/queue': 'a message that never arrived',
  'notices/reconcile-notices: sqs:SendMessage on notices/track-notices-queue/queue': 'a receipt that was lost',
  'notices/release-notices: dynamodb:UpdateItem on notices/notices/table': 'a releaser that died with the lease',
  'notices/release-notices: events:PutEvents on facts/bus': 'a new address between planning and release',
  'notices/release-notices: sqs:SendMessage on notices/release-notices-queue/queue':
    'a releaser that died with the lease',
  'notices/send-notices: dynamodb:DeleteItem on notices/notices/table': 'a hold between release and sending',
  'notices/send-notices: dynamodb:UpdateItem on notices/notices/table': 'words of Notify that we do not know',
  'notices/send-notices: sqs:SendMessage on notices/reconcile-notices-queue/queue': 'an answer that leaves us in doubt',
  'notices/send-notices: sqs:SendMessage on notices/release-notices-queue/queue':
    'a stop while messages wait for slots',
  'notices/send-notices: sqs:SendMessage on notices/track-notices-queue/queue': 'a number that Notify refuses',
  'notices/send-notices: s3:ListBucket on register/documents/bucket': 'a document that is gone when it is sent',
  'notices/track-notices: dynamodb:GetItem on register/register/table': 'a receipt that two workers follow at once',
  'notices/track-notices: s3:GetObject on register/documents/bucket/*': 'an email with a document that fails',
  'notices/track-notices: s3:ListBucket on register/documents/bucket': 'a document that is gone when its email fails',
  'notices/track-notices: dynamodb:PutItem on register/register/table': 'a letter that comes back',
  'notices/track-notices: dynamodb:UpdateItem on register/register/table': 'a letter that comes back',
  'performance/publish-datasets: s3:GetObject on performance/site/bucket/open-data/*':
    'a fact of a day that was published',
  'performance/publish-datasets: s3:GetObject on performance/site/bucket/releases/*': 'a release after the first',
  'performance/publish-datasets: s3:ListBucket on performance/site/bucket':
    'a file of the site that is gone (404, not 403)',
};

const onDocuments = (fn: string) => ({
  read: `notices/${fn}: s3:GetObject on register/documents/bucket/*`,
  miss: `notices/${fn}: s3:ListBucket on register/documents/bucket`,
});
const [plan, send] = ['plan-notices', 'send-notices'].map(onDocuments);

/** A document that was never put there, of which the sample day has none. */
export const OF_MISSING_DOCUMENTS = [plan!.miss];

/** What documents need: test/local/run-stranger.test.ts needs each, and the sample day all that are there. */
export const OF_DOCUMENTS = [plan!.read, ...OF_MISSING_DOCUMENTS, send!.read];

/** What snapshots need, which the sample week has none of, and an officer who releases one: no test has them under these roles yet. */
const OF_SNAPSHOTS = [
  ...['Delete', 'Get', 'Put'].map((does) => `intake/import-file: s3:${does}Object on intake/snapshots/bucket/*`),
  'intake/release-file: sqs:SendMessage on intake/import-file-queue/queue',
];

/** What a delivery needs that fails: test/local/change-of-address.test.ts has one subscriber down. */
const QUEUES = ['documents', 'libraries', 'my-stockton'].map((name) => `sync/deliver-events-${name}-queue/queue`);
const OF_FAILED_DELIVERIES = [
  'sync/deliver-events: dynamodb:DeleteItem on sync/sync/table',
  ...QUEUES.map((queue) => `sync/deliver-events: sqs:SendMessage on ${queue}`),
];

/** What an officer needs to have something tried again, and told again: test/local/change-of-address.test.ts has both. */
export const OF_REPEATS = [
  ...['DeleteItem', 'GetItem', 'PutItem'].map((does) => `sync/repeat-deliveries: dynamodb:${does} on sync/sync/table`),
  'sync/route-events: dynamodb:DeleteItem on sync/sync/table',
];

/** What names and tells of facts that the sample day has none of: an officer's own, and of types that only one system wants. */
const OF_OTHER_FACTS = [
  ...['deliver-events', 'explain-deliveries'].map((fn) => `sync/${fn}: dynamodb:Query on register/register/table`),
  'sync/explain-deliveries: dynamodb:BatchGetItem on register/register/table',
  'sync/route-events: sqs:SendMessage on sync/deliver-events-documents-queue/queue',
];

/** What a file needs that goes out, which the sample day has nobody's move for: test/local/change-of-address.test.ts has two. */
const OF_FILES_OUT = [
  'sync/export-files: dynamodb:DeleteItem on sync/sync/table',
  ...['BatchGetItem', 'Query'].map((does) => `sync/export-files: dynamodb:${does} on register/register/table`),
  ...['Delete', 'Get', 'Put'].map((does) => `sync/export-files: s3:${does}Object on sync/outbox/bucket/_settled/*`),
  ...['care-for-your-area', 'electoral-roll'].map(
    (name) => `sync/export-files: s3:PutObject on sync/outbox/bucket/${name}/*`,
  ),
  'sync/export-files: s3:ListBucket on sync/outbox/bucket',
  'sync/route-events: sqs:SendMessage on sync/export-files-queue/queue',
];

/** What a back office needs that is asked by Open311: neither council has one, and then the function does nothing. */
const OF_BACK_OFFICES = [
  ...['Get', 'Put'].map((does) => `dynamodb:${does}Item on intake/intake/table`),
  ...['BatchWrite', 'Get', 'Put', 'Update'].map((does) => `dynamodb:${does}Item on register/register/table`),
  ...['events:PutEvents on facts/bus', 'secretsmanager:GetSecretValue on Open311Secret'],
  'secretsmanager:GetSecretValue on ReferenceKeySecret',
].map((grant) => `open311/follow-back-offices: ${grant}`);

/** What neither the sample day nor the day after needs. */
export const ELSEWHERE = [
  ...OF_MISSING_DOCUMENTS,
  ...OF_REPEATS,
  ...[...OF_SNAPSHOTS, ...OF_FAILED_DELIVERIES, ...OF_OTHER_FACTS, ...OF_FILES_OUT, ...OF_BACK_OFFICES],
];

/** A file of each source over HTTPS, and what became of it, with the rows that were refused. */
async function filesOverHttps(url: string): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  const call = async <T>(path: string, source: string, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${sourceToken(source)}`, 'content-type': 'application/octet-stream' };
    const response = await fetch(`${url}api${path}`, { headers, ...init });
    answers.push([path, response.status]);
    return (await response.json()) as T;
  };
  const header = 'service,channel,from,to,contacts,revision';
  const files: [string, string, string][] = [
    ['contacts-counted', 'contact-centre', `${header}\ncouncil-tax,email,2026-08-01,2026-08-01,many,1\nTRAILER,1,0\n`],
    ['recovery-extract', 'revenues-benefits', 'account_ref\n'],
    ['service-requests', 'service-requests', 'request_ref\n'],
    ['smoke-test', 'smoke-test', 'check_ref\n'],
  ];
  for (const [layout, source, body] of files) {
    const { receipt } = await call<{ receipt: string }>(`/files/${layout}/night.csv`, source, { method: 'PUT', body });
    let told: { state: string; rejects?: { url: string } | null };
    do told = await call(receipt, source);
    while (told.state === 'waiting');
    if (told.rejects) answers.push(['refused rows', (await fetch(told.rejects.url)).status]);
  }
  return answers;
}

/** What is taken is shown within a moment, also on a machine that does much else. */
const MOST_TRIES = 1_000;

/** A report by Open311 that is posted twice, what its back office says of it, and all that everybody may ask. */
async function reportedAndShown(url: string): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  const call = async <T>(path: string, form?: Record<string, string>): Promise<T[]> => {
    const post = { method: 'POST', body: new URLSearchParams(form) };
    const response = await fetch(`${url}api/open311/v2/${path}`, form && post);
    answers.push([path, response.status]);
    return (await response.json()) as T[];
  };
  const until = async <T>(path: string): Promise<T[]> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const found = await call<T>(path);
      if (answers.at(-1)?.[1] === 200 && found.length > 0) return found;
      answers.pop();
    }
    throw new Error(`${path} has nothing to show`);
  };
  const report = { service_code: 'pothole', lat: '54.5705', long: '-1.3288', api_key: sourceToken('fixmystreet') };
  const [taken] = await call<{ service_request_id: string }>('requests.json', report);
  const { service_request_id } = taken!;
  expect(await call('requests.json', report)).toMatchObject([{ service_request_id }]);
  const [shown] = await until<{ requested_datetime: string }>(`requests/${service_request_id}.json`);
  const { requested_datetime: updated_datetime } = shown!;
  const update = { service_request_id, update_id: 'u-1', status: 'fixed', updated_datetime, description: 'Done' };
  await call('servicerequestupdates.json', { ...update, api_key: sourceToken('street-works') });
  await until('servicerequestupdates.json');
  for (const path of ['services', 'services/pothole', 'requests', `tokens/${service_request_id}`])
    await call(`${path}.json`);
  return answers;
}

/** Everything that officers can ask or have done, and residents who text back; each with what it was answered. */
export async function askedAndAnswered(url: string): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  const send = async <T>(path: string, token: string, body?: object): Promise<T> => {
    const post = { method: 'POST', body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}api${path}`, { headers, ...(body && post) });
    answers.push([path, response.status]);
    return (await response.json().catch(() => null)) as T;
  };
  const ask = <T>(path: string, body?: object) => send<T>(`/officers/${path}`, OFFICER_TOKEN, body);
  const { runs } = await ask<{ runs: { name: string }[] }>('runs');
  const path = `runs/${runs[0]!.name}`;
  await ask(path);
  const { items } = await ask<{ items: DecisionView[] }>(`${path}/decisions`);
  const told = items.find(({ outcome }) => outcome === 'sms')!;
  await ask('explain', { account_ref: told.account_ref });
  await ask(`notices/${told.notice_id}`);
  for (const each of ['status', 'ledger', 'ledger?by=run', 'holds', 'replies', 'today']) await ask(each);
  const hold = { scope: 'account', account_ref: told.account_ref, code: 'S6', from: '2026-09-28' };
  const applied = { specversion: '1.0', id: 'to-overrule', source: 'revenues-benefits', time: '2026-09-29T09:00:00Z' };
  const type = 'council.recovery.hold-applied.v1';
  await send('/events', sourceToken('revenues-benefits'), { ...applied, type, data: hold });
  for (const reason of ['to see whether we may', 'and again'])
    await ask('holds/release', { account_ref: told.account_ref, code: 'S6', reason });
  await ask('deliveries');
  await ask('deliveries?state=dead');
  await ask('subscribers');
  await ask('redrive', { subscriber: 'libraries' });
  await ask('replays', { subscriber: 'documents', from: '2026-09-28T00:00:00Z', to: '2026-09-29T23:00:00Z' });
  await ask('drift?subscriber=libraries');
  await ask('drift', { subscriber: 'libraries', rows: [{ ref: 'LIB-1', subject: 'nobody', values: {} }] });
  await ask(`disclosures?person=${told.person_ref}`);
  answers.push(...(await filesOverHttps(url)), ...(await reportedAndShown(url)));
  const none = { method: 'POST', headers: { authorization: `Bearer ${OFFICER_TOKEN}` } };
  const held = { file: 'none.csv', by: 'an officer', reason: 'to see whether we may' };
  expect((await fetch(`${url}api/officers/files/release`, { ...none, body: JSON.stringify(held) })).status).toBe(404);
  await ask('count', {});
  await ask('stop', { reason: 'to see whether we may' });
  await ask('resume', {});
  await ask('set-aside');
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

export const isOpen = ({ enforced, used }: Grant) => enforced && used === 0;
export const linesOf = (grants: Grant[]) => [...new Set(grants.map(lineOf))].sort();
