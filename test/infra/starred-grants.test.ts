import { describe, expect, it } from 'vitest';
import { placeOf } from './role-grants.ts';
import { stackOf } from './stacks.ts';

/** What is granted with a star, by any role of any council's stack, and why no more can be known beforehand. */
const STARS: Record<string, string> = {
  'intake/inbox/bucket/*': 'senders name their files as they like',
  'intake/inbox/bucket/*.receipt.json': 'a receipt is named after its file',
  'intake/inbox/bucket/*.rejects.json': 'refused rows are named after their file',
  'intake/inbox/bucket/contact-centre/*': 'that of a source whose files come over HTTPS, which it names as it likes',
  'intake/inbox/bucket/revenues-benefits/*': 'as the contact centre',
  'intake/inbox/bucket/service-requests/*': 'as the contact centre',
  'intake/inbox/bucket/smoke-test/*': 'as the contact centre',
  'intake/snapshots/bucket/*': 'what is remembered of a snapshot is named by its layout and number',
  'performance/facts/bucket/facts/*': 'facts are named by measure, day and content',
  'performance/facts/bucket/releases/*': 'what a release remembers is named by its digest',
  'performance/site/bucket/open-data/*': 'dated copies are named by their day',
  'performance/site/bucket/releases/*': 'releases are named by their digest',
  'sync/outbox/bucket/_settled/*': 'what a file holds is named by its subscriber and number',
  'sync/outbox/bucket/care-for-your-area/*': 'files are numbered',
  'sync/outbox/bucket/electoral-roll/*': 'as those of care-for-your-area',
  'replay/*': 'a replay is named after who asked for what',
  'register/documents/bucket/*': 'back offices name their documents as they like',
};

describe.each([
  ['stockton', 'production'],
  ['stockton', 'test'],
  ['darlington', 'production'],
] as const)('the roles of %s %s', (council, stage) => {
  const { of, resources } = stackOf(council, stage);
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
      .filter((each) => JSON.stringify(each).includes('*'))
      .map((each) => placeOf(each, resources));
    const known = Object.keys(STARS).filter((each) => council === 'stockton' || !/^(sync|replay)\//.test(each)); // Darlington has no subscribers yet
    expect([...new Set(starred)].sort()).toEqual(known.sort());
  });

  it('come by no policy that AWS manages', () => {
    for (const [, { Properties }] of of('AWS::IAM::Role')) expect(Properties['ManagedPolicyArns']).toBeUndefined();
  });
});
