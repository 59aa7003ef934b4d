import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { checkCouncil } from '../../infra/config/check.ts';
import { stockton } from '../../infra/config/stockton.ts';
import type { Council } from '../../infra/config/types.ts';
import { type Resource, stackOf } from './stacks.ts';

const SERVER = 'arn:aws:iam::111122223333:role/revenues-server';
const PERSON = 'arn:aws:iam::111122223333:user/transfer/jo';
const withDeliverers = (deliverers: Record<string, string[]>): Council => ({
  ...stockton,
  stages: { ...stockton.stages, production: { ...stockton.stages.production, deliverers } },
});

describe('those who deliver files', () => {
  const council = withDeliverers({ 'revenues-benefits': [SERVER, PERSON], 'contact-centre': [SERVER] });
  const app = buildApp([{ council, stageName: 'production' }], { bundling: false, validation: false });
  const template = Template.fromStack(app.node.findChild('crier-stockton-production') as Stack).toJSON();
  const resources = template['Resources'] as Record<string, Resource>;
  const inbox = { 'Fn::GetAtt': ['intakeinboxbucketC6BDBCF2', 'Arn'] };
  const documents = {
    'Fn::GetAtt': [Object.keys(resources).find((id) => id.startsWith('registerdocumentsbucket')), 'Arn'],
  };
  const key = { 'Fn::GetAtt': ['registercontactkeyEAA37C7B', 'Arn'] };
  const roles = Object.entries(resources).filter(([, { Properties }]) =>
    /^Delivers files of/.test(Properties['Description']),
  );
  const roleOf = (source: string) =>
    roles.find(([, { Properties }]) => Properties['Description'].startsWith(`Delivers files of ${source},`))!;

  it('take a role of their source, if they are named for it', () => {
    expect(roles).toHaveLength(2);
    const trusted = (source: string) => roleOf(source)[1].Properties['AssumeRolePolicyDocument'].Statement;
    const may = (AWS: string | string[]) => ({ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS } });
    expect(trusted('revenues-benefits')).toEqual([may([SERVER, PERSON])]);
    expect(trusted('contact-centre')).toEqual([may(SERVER)]);
  });

  const under = (bucket: object, source: string) => ({ 'Fn::Join': ['', [bucket, `/${source}/*`]] });
  const withKeyFor = (bucket: object) => ({
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Effect: 'Allow',
    Resource: key,
    Condition: {
      StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': bucket },
    },
  });

  it.each(['revenues-benefits', 'contact-centre'])(
    'may add files and documents under %s/ with the key of both, and do nothing else',
    (source) => {
      const [id] = roleOf(source);
      const policies = Object.values(resources).filter(
        ({ Type, Properties }) =>
          Type === 'AWS::IAM::Policy' && Properties['Roles'].some((each: { Ref: string }) => each.Ref === id),
      );
      expect(policies.flatMap(({ Properties }) => Properties['PolicyDocument'].Statement)).toEqual([
        { Action: 's3:PutObject', Effect: 'Allow', Resource: [under(inbox, source), under(documents, source)] },
        withKeyFor(inbox),
        withKeyFor(documents),
      ]);
      expect(resources[id]!.Properties['ManagedPolicyArns']).toBeUndefined();
    },
  );

  it('are told of it by the outputs, by source', () => {
    const outputs = Object.keys(template['Outputs']).filter((name) => name.startsWith('DeliveryRole'));
    expect(outputs).toEqual(['DeliveryRoleArnrevenuesbenefits', 'DeliveryRoleArncontactcentre']);
  });

  it('are no new thing for cdk-nag', () => {
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  it('are nobody until somebody is named', () => {
    const { of } = stackOf('stockton', 'production');
    const people = of('AWS::IAM::Role').filter(([, each]) => JSON.stringify(each.Properties).includes('"AWS":'));
    expect(people).toEqual([]);
  });
});

describe('names of deliverers', () => {
  it.each([
    ['everybody', { 'revenues-benefits': ['*'] }],
    ['everybody in an account', { 'revenues-benefits': ['arn:aws:iam::111122223333:root'] }],
    ['an account by its number', { 'revenues-benefits': ['111122223333'] }],
    ['roles by a star', { 'revenues-benefits': ['arn:aws:iam::111122223333:role/*'] }],
    ['nobody at all', { 'revenues-benefits': [] }],
    ['a source that there is not', { 'parking-system': [SERVER] }],
  ])('that mean %s are refused', (_, deliverers) => {
    expect(() => checkCouncil(withDeliverers(deliverers))).toThrow('stages.production.deliverers.');
  });
});
