import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { councilOf } from '../../infra/config/councils.ts';
import type { Council, Stage } from '../../infra/config/types.ts';
import { stackOf, synthesise } from './stacks.ts';

const stockton = councilOf('stockton');
const withProduction = (changed: Partial<Stage>): Council => ({
  ...stockton,
  stages: { ...stockton.stages, production: { ...stockton.stages.production, ...changed } },
});
const AWAY = { account: '888899990000', region: 'eu-west-1' };
const copied = withProduction({ account: '777788889999', copies: AWAY });
const VAULT = 'arn:aws:backup:eu-west-1:888899990000:backup-vault:crier-stockton-production-copies';

describe('backups', () => {
  it.each(['test', 'production'] as const)('are not there on %s until it is said where copies go', (stage) => {
    const { resources } = stackOf('stockton', stage);
    expect(Object.values(resources).filter(({ Type }) => Type.startsWith('AWS::Backup'))).toEqual([]);
  });

  it('copy every night into a second account and region, and let copies go as raw files go', () => {
    const [[, plan]] = synthesise(copied, 'production').of('AWS::Backup::BackupPlan') as [[string, never]];
    expect((plan as { Properties: object }).Properties).toMatchObject({
      BackupPlan: {
        BackupPlanRule: [
          {
            ScheduleExpression: 'cron(30 3 * * ? *)',
            Lifecycle: { DeleteAfterDays: 14 },
            CopyActions: [{ DestinationBackupVaultArn: VAULT, Lifecycle: { DeleteAfterDays: 14 } }],
          },
        ],
      },
    });
  });

  it('are of every table, and of every bucket that keeps versions', () => {
    const { of } = synthesise(copied, 'production');
    const said = JSON.stringify(of('AWS::Backup::BackupSelection').map(([, { Properties }]) => Properties));
    const tables = of('AWS::DynamoDB::Table').map(([id]) => id);
    const buckets = of('AWS::S3::Bucket').flatMap(([id, { Properties }]) =>
      Properties['VersioningConfiguration'] ? [id] : [],
    );
    expect([tables.length, buckets.length]).toEqual([6, 6]);
    for (const id of [...tables, ...buckets]) expect(said).toContain(`"${id}"`);
  });

  it('lie under a key of their own, and outlive the stack with it', () => {
    const { of } = synthesise(copied, 'production');
    const [[, vault]] = of('AWS::Backup::BackupVault') as [[string, ReturnType<typeof of>[number][1]]];
    const [, key] = of('AWS::KMS::Key').find(([id]) => id.startsWith('backups'))!;
    for (const each of [vault, key])
      expect([each.DeletionPolicy, each.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(vault.Properties).toMatchObject({ BackupVaultName: 'crier-stockton-production' });
    expect(JSON.stringify(vault.Properties['EncryptionKeyArn'])).toContain('backups');
  });

  it('have nothing that cdk-nag finds', () => {
    const app = buildApp([{ council: copied, stageName: 'production' }], { bundling: false, validation: false });
    const found = new AwsSolutionsChecks(app)
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      );
    expect(found).toEqual([]);
  });

  it('are made by a role that has no policy attached: whoever deploys may attach none', () => {
    const roles = synthesise(copied, 'production').of('AWS::IAM::Role');
    expect(roles.filter(([, { Properties }]) => Properties['ManagedPolicyArns'] !== undefined)).toEqual([]);
  });

  it.each<[string, Partial<Stage>, string]>([
    ['no account', { copies: { region: 'eu-west-1' } as never }, 'copies.account: is missing'],
    ['a wrong account', { copies: { ...AWAY, account: '8888' } }, 'copies.account: must be 12 digits'],
    ['no region', { copies: { account: AWAY.account } as never }, 'copies.region: is missing'],
    ['what is no region', { copies: { ...AWAY, region: 'Ireland' } }, 'copies.region: must be a region like eu-west-1'],
    ['the same region', { copies: { ...AWAY, region: 'eu-west-2' } }, 'must be another region than eu-west-2'],
    [
      'the same account',
      { account: AWAY.account, copies: AWAY },
      'copies.account: must be another account than 888899990000, which the stack is in',
    ],
    ['an account of its own that is not said', { copies: AWAY }, 'account: must be said where copies are kept'],
  ])('%s stops synthesis, and says where to put it right', (_what, changed, words) => {
    const synth = () => synthesise(withProduction(changed), 'production');
    expect(synth).toThrow(words);
    expect(synth).toThrow('infra/config/stockton.ts: stages.production');
  });
});
