import { describe, expect, it } from 'vitest';
import { stackOf } from './stacks.ts';

type Statement = { Action: string | string[]; Resource: unknown; Effect: string };

const { of, resources } = stackOf('stockton', 'production');
const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** What each function's role may do: `action on <resource>`, one line each. */
const grants = new Map(
  of('AWS::Lambda::Function').map(([, { Properties }]) => {
    const role = Properties['Role']['Fn::GetAtt'][0];
    const statements = of('AWS::IAM::Policy')
      .filter(([, each]) => each.Properties['Roles'][0].Ref === role)
      .flatMap(([, each]) => each.Properties['PolicyDocument'].Statement as Statement[]);
    const lines = statements.flatMap((each) =>
      list(each.Action).flatMap((action) => list(each.Resource).map((resource) => `${action} on ${place(resource)}`)),
    );
    return [Properties['Description'] as string, lines.sort()];
  }),
);

/** A resource as people know it: its type, its place in the stack, and what follows its ARN. */
function place(resource: unknown): string {
  const text = JSON.stringify(resource);
  const id = /"(?:Ref|Fn::GetAtt)":\["?(\w+)|"Ref":"(\w+)"/.exec(text)?.slice(1).find(Boolean);
  if (!id || !resources[id]) return text;
  const path = resources[id]!.Metadata!['aws:cdk:path']!.replace(/^[^/]+\//, '').replace(/\/Resource$/, '');
  const rest = /,"((?:\/|:)[^"]*)"\]\]/.exec(text)?.[1] ?? '';
  return `${path}${rest}`;
}

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
      's3:GetObject on performance/facts/bucket/facts/*',
      's3:GetObject on performance/facts/bucket/releases/*',
      's3:GetObject on performance/site/bucket/open-data/*',
      's3:GetObject on performance/site/bucket/releases/*',
      's3:GetObjectVersion on intake/inbox/bucket/*.csv',
      's3:PutObject on intake/inbox/bucket/*.csv.receipt.json',
      's3:PutObject on intake/inbox/bucket/*.csv.rejects.json',
      's3:PutObject on performance/facts/bucket/facts/*',
      's3:PutObject on performance/facts/bucket/releases/*',
      's3:PutObject on performance/site/bucket/open-data/*',
      's3:PutObject on performance/site/bucket/releases/*',
    ]);
  });

  it('come by no policy that AWS manages', () => {
    for (const [, { Properties }] of of('AWS::IAM::Role')) expect(Properties['ManagedPolicyArns']).toBeUndefined();
  });

  it('give the Notify key to those alone who call Notify or are called by it', () => {
    expect(who(/on NotifySecret/).sort()).toEqual(['receive-notify', 'reconcile-notices', 'send-notices']);
  });

  it('let intake and keep-register alone change the register', () => {
    const change = /dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem) on register\/register/;
    expect(who(change).sort()).toEqual(['import-file', 'keep-register', 'receive-events', 'receive-notify']);
  });

  it('let nobody scan a table but who answers officers, and who counts the ledger', () => {
    expect(who(/dynamodb:Scan/).sort()).toEqual(['explain-notices', 'reconcile-notices']);
  });

  it('let record-facts add facts and read none, and let those who publish and answer read them and add none', () => {
    expect(who(/s3:PutObject on performance\/facts\/bucket\/facts/)).toEqual(['record-facts']);
    expect(who(/s3:GetObject on performance\/facts\/bucket\/facts/).sort()).toEqual([
      'answer-officers',
      'publish-datasets',
    ]);
    expect(who(/on performance\/facts\/bucket\/releases/)).toEqual(['publish-datasets']);
  });

  it('let import-file alone write refused rows beside a file, and nobody read them but whoever sent it', () => {
    expect(who(/on intake\/inbox\/bucket/)).toEqual(['import-file']);
    const read = grants.get('import-file')!.filter((line) => /s3:Get\w+ on intake\/inbox/.test(line));
    expect(read).toEqual(['s3:GetObjectVersion on intake/inbox/bucket/*.csv']);
  });

  it('give a capability no table of another but the register', () => {
    expect(who(/on intake\/intake/).sort()).toEqual(['import-file', 'receive-events']);
    expect(who(/on notices\/notices/).every((name) => name.endsWith('-notices'))).toBe(true);
  });
});
