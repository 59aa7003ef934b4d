import { describe, expect, it } from 'vitest';
import { grantsOf, placeOf } from './role-grants.ts';
import { stackOf } from './stacks.ts';

const grants = grantsOf(stackOf('stockton', 'production'));

/** Functions that may do something of this form. */
const who = (form: RegExp) =>
  [...grants].filter(([, lines]) => lines.some((each) => form.test(each))).map(([name]) => name);

describe('grants', () => {
  it('are these and no others', () => {
    expect(Object.fromEntries([...grants].sort())).toMatchSnapshot();
  });

  it('name no action and no resource by a star, but the endings of files and folders of objects', () => {
    const starred = [...grants.values()].flat().filter((each) => each.includes('*'));
    expect([...new Set(starred)].sort()).toEqual([
      'events:StartReplay on replay/*',
      's3:DeleteObject on intake/snapshots/bucket/*',
      's3:DeleteObject on sync/outbox/bucket/_settled/*',
      's3:GetObject on intake/inbox/bucket/*.receipt.json',
      's3:GetObject on intake/inbox/bucket/*.rejects.json',
      's3:GetObject on intake/snapshots/bucket/*',
      's3:GetObject on performance/facts/bucket/facts/*',
      's3:GetObject on performance/facts/bucket/releases/*',
      's3:GetObject on performance/site/bucket/open-data/*',
      's3:GetObject on performance/site/bucket/releases/*',
      's3:GetObject on register/documents/bucket/*',
      's3:GetObject on sync/outbox/bucket/_settled/*',
      's3:GetObjectVersion on intake/inbox/bucket/*',
      's3:PutObject on intake/inbox/bucket/*.receipt.json',
      's3:PutObject on intake/inbox/bucket/*.rejects.json',
      's3:PutObject on intake/inbox/bucket/contact-centre/*',
      's3:PutObject on intake/inbox/bucket/revenues-benefits/*',
      's3:PutObject on intake/inbox/bucket/service-requests/*',
      's3:PutObject on intake/inbox/bucket/smoke-test/*',
      's3:PutObject on intake/snapshots/bucket/*',
      's3:PutObject on performance/facts/bucket/facts/*',
      's3:PutObject on performance/facts/bucket/releases/*',
      's3:PutObject on performance/site/bucket/open-data/*',
      's3:PutObject on performance/site/bucket/releases/*',
      's3:PutObject on sync/outbox/bucket/_settled/*',
      's3:PutObject on sync/outbox/bucket/care-for-your-area/*',
      's3:PutObject on sync/outbox/bucket/electoral-roll/*',
    ]);
  });

  it('give the Notify key to those functions alone that call Notify or are called by it', () => {
    expect(who(/on NotifySecret/).sort()).toEqual([
      'count-ledger',
      'receive-notify',
      'reconcile-notices',
      'send-notices',
    ]);
  });

  it('let intake, keep-register, what officers decide and letters that come back alone change the register', () => {
    const change = /dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem) on register\/register/;
    expect(who(change).sort()).toEqual([
      'explain-notices',
      'follow-back-offices',
      'import-file',
      'keep-register',
      'receive-events',
      'receive-notify',
      'receive-requests',
      'track-notices',
    ]);
  });

  it('let what anybody may ask read what everybody may see, and nothing else', () => {
    const read = grants.get('show-requests')!.filter((line) => !line.startsWith('logs:'));
    expect(read).toEqual(
      ['BatchGetItem', 'GetItem', 'Query'].map((each) => `dynamodb:${each} on open311/requests/table`),
    );
  });

  it('let no function scan a table but those that answer officers and count the ledger', () => {
    expect(who(/dynamodb:Scan/).sort()).toEqual(['count-ledger', 'explain-deliveries', 'explain-notices']);
  });

  it('let record-facts add facts and read none, and let those that publish and answer read them and add none', () => {
    expect(who(/s3:PutObject on performance\/facts\/bucket\/facts/)).toEqual(['record-facts']);
    expect(who(/s3:GetObject on performance\/facts\/bucket\/facts/).sort()).toEqual([
      'answer-officers',
      'publish-datasets',
    ]);
    expect(who(/on performance\/facts\/bucket\/releases/)).toEqual(['publish-datasets']);
  });

  it('let import-file alone read files and write refused rows beside them, and receive-file put files and read what stands beside', () => {
    expect(who(/on intake\/inbox\/bucket/)).toEqual(['import-file', 'receive-file']);
    expect(who(/s3:PutObject on intake\/inbox\/bucket\/\*\.re/)).toEqual(['import-file']);
    const received = grants.get('receive-file')!.filter((line) => /s3:Get\w+ on intake\/inbox/.test(line));
    expect(received.every((line) => /\*\.(receipt|rejects)\.json$/.test(line))).toBe(true);
    const read = grants.get('import-file')!.filter((line) => /s3:Get\w+ on intake\/inbox/.test(line));
    expect(read).toEqual(['s3:GetObjectVersion on intake/inbox/bucket/*']);
  });

  it('give a capability no table of another but the register', () => {
    expect(who(/on intake\/intake/).sort()).toEqual([
      'follow-back-offices',
      'import-file',
      'receive-events',
      'receive-requests',
      'release-file',
    ]);
    expect(who(/on open311\/requests/).sort()).toEqual(['keep-requests', 'show-requests']);
    expect(who(/on notices\/notices/).every((name) => name.endsWith('-notices') || name === 'count-ledger')).toBe(true);
  });
});

/** What a call to something under a key of the council's own asks of the key. AWS asks for it in the caller's name. */
const ASKED_OF_THE_KEY: [action: RegExp, asked: string[]][] = [
  [/^s3:Get/, ['kms:Decrypt']],
  [/^s3:Put/, ['kms:GenerateDataKey']],
  [/^dynamodb:/, ['kms:Decrypt', 'kms:DescribeKey']],
  [/^dynamodb:(Put|Update|Delete|BatchWrite)/, ['kms:Encrypt', 'kms:GenerateDataKey']],
];

describe.each([
  ['stockton', 'production'],
  ['stockton', 'test'],
  ['stockton', 'local'],
  ['darlington', 'production'],
  ['darlington', 'local'],
] as const)('the roles of %s %s', (council, stage) => {
  const stack = stackOf(council, stage);
  const roles = [...grantsOf(stack)];

  it('may do what those of Stockton in production may, so that what holds of one holds of all', () => {
    const theirs = new Set(roles.map(([name]) => name));
    const absent = [...grants.keys()].filter((name) => !theirs.has(name));
    expect(['', 'export-files route-events repeat-deliveries deliver-events']).toContain(absent.join(' ')); // without a subscriber nobody is told
    // Dead letters are counted of the queues that there are.
    const isOfAbsent = (line: string) =>
      line.endsWith('/dead/queue') && absent.some((name) => line.includes(` on sync/${name}`));
    const expected = [...grants].flatMap(([name, lines]) =>
      theirs.has(name) ? [[name, lines.filter((line) => !isOfAbsent(line))]] : [],
    );
    expect(Object.fromEntries(roles)).toEqual(Object.fromEntries(expected));
  });

  it('may use a key for what they do with things under it, and for nothing else', () => {
    const keyOf = new Map(
      [...stack.of('AWS::DynamoDB::Table'), ...stack.of('AWS::S3::Bucket')].flatMap(([id, { Properties }]) => {
        const [, key] = /"(?:KMSMasterKeyID|KMSMasterKeyId)":(\{.*?\})[,}]/.exec(JSON.stringify(Properties)) ?? [];
        return key ? [[placeOf({ Ref: id }, stack.resources), placeOf(JSON.parse(key), stack.resources)]] : [];
      }) as [string, string][],
    );
    expect([...keyOf.keys()].sort()).toEqual([
      'intake/inbox/bucket',
      'intake/snapshots/bucket',
      'register/documents/bucket',
      'register/register/table',
      'sync/outbox/bucket',
      'sync/sync/table',
    ]);
    for (const [name, lines] of roles) {
      const asked = lines.flatMap((line) => {
        const [action = '', thing = ''] = line.split(' on ');
        const key = [...keyOf].find(([place]) => thing.startsWith(place))?.[1];
        const needs = ASKED_OF_THE_KEY.filter(([form]) => form.test(action)).flatMap(([, each]) => each);
        return key ? needs.map((each) => `${each} on ${key}`) : [];
      });
      const had = lines.filter((line) => line.startsWith('kms:'));
      expect([...new Set(had)], name).toEqual([...new Set(asked)].sort());
    }
  });

  it('may write the log of their function, and no other', () => {
    for (const [name, lines] of roles) {
      const [fn] = stack.of('AWS::Lambda::Function').find(([, each]) => each.Properties['Description'] === name)!;
      const group = placeOf(stack.resources[fn]!.Properties['LoggingConfig']['LogGroup'], stack.resources);
      const had = lines.filter((line) => line.startsWith('logs:'));
      expect(had, name).toEqual([`logs:CreateLogStream on ${group}`, `logs:PutLogEvents on ${group}`]);
    }
  });
});
