import { existsSync, readFileSync } from 'node:fs';
import type { Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { councilOf, councils } from '../../infra/config/councils.ts';
import { type PipelineConfig, pipelineConfig } from '../../infra/config/pipeline.ts';
import type { Council } from '../../infra/config/types.ts';
import { type Action, appWith, buildSpecOf, commandsOf, pipelineStack } from './pipelines.ts';
import { stackOf } from './stacks.ts';

const { app, stack, of, actionsOf } = pipelineStack();
const order = (actions: readonly Action[]) => actions.map(({ stage, name, order }) => `${stage} ${order} ${name}`);
const named = (actions: readonly Action[], name: string): Action => {
  const found = actions.find((each) => each.name === name);
  if (!found) throw new Error(`no action ${name}: ${order(actions)}`);
  return found;
};

describe('the first pipeline', () => {
  const first = actionsOf('crier-pipeline');

  it('tests, then synthesises, then puts the pipelines right, then hands over to all councils at once', () => {
    expect(order(first)).toEqual([
      'Source 1 source',
      'Build 1 check',
      'Build 2 synth',
      'UpdatePipeline 1 SelfMutate',
      'councils 1 hand-over-darlington',
      'councils 1 hand-over-stockton',
    ]);
    expect(commandsOf(named(first, 'check').project!)).toEqual([
      'npm ci',
      'npm audit --omit=dev --audit-level=high',
      'npm test',
    ]);
  });

  it('keeps with each build what it is made of, and stops at a licence that a council could not take', () => {
    const { project } = named(first, 'synth');
    expect(commandsOf(project!)).toEqual(['npm ci', 'npx cdk synth crier-pipeline --quiet', 'npm run sbom']);
    expect(project!.Properties['Source'].BuildSpec).toContain('"base-directory": "cdk.out"');
  });

  it('reads main by the connection, and is the only one that a push starts', () => {
    expect(named(first, 'source').configuration).toMatchObject({
      ConnectionArn: pipelineConfig.connection_arn,
      FullRepositoryId: 'xentrall/crier',
      BranchName: 'main',
      DetectChanges: true,
    });
    for (const { id } of councils)
      expect(named(actionsOf(`crier-pipeline-${id}`), 'source').configuration['DetectChanges']).toBe(false);
  });

  it('hands over the commit that it tested, and may start that pipeline and no other', () => {
    const { project, variables } = named(first, 'hand-over-stockton');
    expect(variables['COMMIT']).toBe('#{Source@xentrall_crier.CommitId}');
    expect(commandsOf(project!).join()).toContain('revisionType=COMMIT_ID,revisionValue=$COMMIT');
    const role = project!.Properties['ServiceRole']['Fn::GetAtt'][0];
    const grants = of('AWS::IAM::Policy')
      .filter(({ Properties }) => Properties['Roles'].some((each: { Ref: string }) => each.Ref === role))
      .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('codepipeline:'));
    expect(grants).toMatchObject([{ Action: 'codepipeline:StartPipelineExecution' }]);
    expect(JSON.stringify(grants[0].Resource)).toMatch(/stocktonPipeline/);
  });
});

describe.each(councils.map(({ id }) => id))('the pipeline of %s', (id) => {
  const actions = actionsOf(`crier-pipeline-${id}`);

  it('goes from test over its smoke test and a person’s word to production and its smoke test', () => {
    expect(order(actions).map((each) => each.replaceAll(`crier-${id}-`, '').replaceAll(`${id}-`, ''))).toEqual([
      'Source 1 source',
      'Build 1 synth',
      'Assets 1 FileAssets',
      'test 1 test.Prepare',
      'test 2 test.Deploy',
      'test 3 smoke-test',
      'production 1 compare-production',
      'production 2 approve-production',
      'production 3 production.Prepare',
      'production 4 production.Deploy',
      'production 5 smoke-production',
    ]);
  });

  it('has nothing of another council: what fails for one stops nobody else', () => {
    for (const other of councils.filter((each) => each.id !== id))
      expect(JSON.stringify(actions)).not.toContain(other.id);
  });

  it('takes no commit that the first pipeline has not tested', () => {
    const { project, variables } = named(actions, 'synth');
    expect(variables).toMatchObject({ TESTED: '#{variables.tested}', COMMIT: '#{Source@xentrall_crier.CommitId}' });
    expect(commandsOf(project!)[0]).toMatch(/^\[ "\$TESTED" = "\$COMMIT" \] \|\| /);
  });

  it('shows what would change with the approval, and waits for it', () => {
    const { configuration, provider } = named(actions, `approve-crier-${id}-production`);
    expect(provider).toBe('Manual');
    const compare = `#{${id}-production@compare-crier-${id}-production`;
    expect(configuration['CustomData']).toBe(`crier-${id}-production: ${compare}.CHANGES}`);
    expect(configuration['ExternalEntityLink']).toBe(`${compare}.READ_AT}`);
    const { project } = named(actions, `compare-crier-${id}-production`);
    expect(buildSpecOf(project!).env).toMatchObject({ 'exported-variables': ['CHANGES', 'READ_AT'] });
  });

  it('deploys to the accounts of the configuration, by roles that were made for it', () => {
    const rights = (name: string) => JSON.stringify(named(actions, name));
    expect(rights(`crier-${id}-test.Deploy`)).toContain(':iam::444455556666:role/cdk-hnb659fds-deploy-role');
    expect(rights(`crier-${id}-production.Deploy`)).toContain(':iam::777788889999:role/cdk-hnb659fds-deploy-role');
    expect(rights(`crier-${id}-production.Prepare`)).toContain(':iam::777788889999:role/cdk-hnb659fds-cfn-exec-role');
  });
});

describe('a smoke test that fails', () => {
  /** What has been begun once an action fails: nothing of its stage that comes after it, and no later stage. */
  const begunBefore = (actions: readonly Action[], name: string) => {
    const failed = named(actions, name);
    const stages = [...new Set(actions.map(({ stage }) => stage))];
    return actions.filter(
      ({ stage, order }) =>
        stages.indexOf(stage) < stages.indexOf(failed.stage) || (stage === failed.stage && order <= failed.order),
    );
  };

  it.each(councils.map(({ id }) => id))('stops production of %s, which comes after it', (id) => {
    const actions = actionsOf(`crier-pipeline-${id}`);
    const begun = begunBefore(actions, `smoke-crier-${id}-test`);
    expect(begun.map(({ name }) => name)).toContain(`crier-${id}-test.Deploy`);
    expect(begun.filter(({ name, stage }) => `${name} ${stage}`.includes('production'))).toEqual([]);
  });

  it('is waited for by nobody else: each council is handed the commit at once, and no pipeline starts another', () => {
    const handed = actionsOf('crier-pipeline').filter(({ name }) => name.startsWith('hand-over-'));
    expect(new Set(handed.map(({ order }) => order)).size).toBe(1);
    expect(handed.at(-1)).toEqual(actionsOf('crier-pipeline').at(-1));
    for (const { id } of councils)
      expect(JSON.stringify(actionsOf(`crier-pipeline-${id}`))).not.toContain('start-pipeline-execution');
  });

  it('goes by no exception: no stage goes on after a failure, is tried again by itself, or is passed over', () => {
    const stages = of('AWS::CodePipeline::Pipeline').flatMap(({ Properties }) => Properties['Stages'] as object[]);
    for (const stage of stages) expect(Object.keys(stage).sort()).toEqual(['Actions', 'Name']);
  });
});

describe('the stacks of the pipeline', () => {
  const deployed = (name: string) => {
    const stage = stack.node.findChild(name) as Stage;
    return stage.node.findChild(`crier-${name}`) as Stack;
  };

  it('are those that are deployed by hand, with a role for the smoke test', () => {
    const inPipeline = deployed('stockton-test');
    expect(inPipeline.stackName).toBe('crier-stockton-test');
    // Rules name what lets them call a function by the whole path: made anew under another name, before the old one goes.
    const by = (resources: object) => Object.keys(resources).filter((each) => !/^smokerole|AllowEventRule/.test(each));
    const own = Template.fromStack(inPipeline).toJSON()['Resources'];
    expect(by(own)).toEqual(by(stackOf('stockton', 'test').resources));
    expect(Object.keys(own).filter((each) => each.startsWith('smokerole'))).toHaveLength(2);
  });

  it('let the smoke test read tokens, and nobody else than the smoke test', () => {
    const template = Template.fromStack(deployed('darlington-production'));
    const roles = Object.values(template.findResources('AWS::IAM::Role')).filter(
      ({ Properties }) => Properties['RoleName'] === 'crier-tokens-darlington-production',
    );
    expect(roles).toHaveLength(1);
    expect(roles[0]!['Properties'].AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { AWS: expect.anything() },
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/crier-smoke-darlington-production' },
        },
      },
    ]);
  });
});

describe('artifacts', () => {
  it('lie under a key of their own, which the councils’ accounts may use', () => {
    const [key, ...more] = of('AWS::KMS::Key');
    expect(more).toEqual([]);
    expect(key!.Properties['EnableKeyRotation']).toBe(true);
    for (const account of ['444455556666', '777788889999'])
      expect(JSON.stringify(key!.Properties['KeyPolicy'])).toContain(`:iam::${account}:role/cdk-hnb659fds-deploy-role`);
  });
});

describe('cdk-nag', () => {
  it('finds nothing against the AWS Solutions rules in the pipelines', () => {
    const found = new AwsSolutionsChecks(app)
      .validateScope(stack)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      );
    expect(found).toEqual([]);
  });
});

describe('what is configured wrongly', () => {
  const changed = (more: object) => () => appWith({ ...pipelineConfig, ...more } as PipelineConfig);
  const stockton = councilOf('stockton');
  const withAccount = (account: string | null): Council => ({
    ...stockton,
    stages: { ...stockton.stages, production: { ...stockton.stages.production, account } },
  });

  it.each<[string, object, string]>([
    ['no account', { account: undefined }, 'infra/config/pipeline.ts: account: is missing'],
    ['a wrong account', { account: '1111' }, 'infra/config/pipeline.ts: account: must be 12 digits'],
    ['no connection', { connection_arn: null }, 'connection_arn: must be text, not null'],
    ['what is no connection', { connection_arn: 'github' }, 'connection_arn: must be the ARN of a connection'],
    [
      'another account’s connection',
      { account: '999999999999' },
      'connection_arn: must be a connection of account 999999999999 in eu-west-2',
    ],
    [
      'no account for a stage',
      { accounts: { test: '444455556666', production: null } },
      'stage production of stockton has no account to be deployed to: set accounts.production in infra/config/pipeline.ts, or stages.production.account in infra/config/stockton.ts',
    ],
    [
      'a wrong one for a stage',
      { accounts: { test: '4444-5555-6666', production: '777788889999' } },
      'stage test of stockton has an account that is not 12 digits, "4444-5555-6666"',
    ],
    [
      'one account for both',
      { accounts: { test: '777788889999', production: '777788889999' } },
      'stages test and production of stockton have one account, 777788889999',
    ],
  ])('%s stops synthesis, and says where to put it right', (_what, more, words) => {
    expect(changed(more)).toThrow(words);
  });

  it('a council’s own account counts before that of the pipeline', () => {
    const one = appWith(pipelineConfig, [withAccount('222222222222')]);
    const made = one.node.findChild('crier-pipeline').node.findChild('stockton-production') as Stage;
    expect(made.account).toBe('222222222222');
    expect(() => appWith(pipelineConfig, [withAccount('444455556666')])).toThrow('have one account');
  });

  it('what leads nowhere yet is warned of', () => {
    const warnings = stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);
    expect(warnings.join('\n')).toMatch(/accounts .*111122223333.* are those of AWS's documentation: set your own/);
    expect(warnings.join('\n')).toMatch(/connection_arn leads nowhere/);
    expect(warnings.join('\n')).toMatch(/told_email is not set/);
  });
});

describe('the commands of the steps', () => {
  const commands = [
    ...new Set(
      of('AWS::CodeBuild::Project')
        .filter(({ Properties }) => Properties['Source'].BuildSpec.startsWith('{'))
        .flatMap(commandsOf),
    ),
  ];
  const { scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

  it('call scripts and programs that there are', () => {
    const called = commands.flatMap((each) => [...each.matchAll(/npm (?:run )?(test|(?<=run )[\w:-]+)/g)]);
    expect(called.length).toBeGreaterThan(1);
    for (const [, script] of called) expect(Object.keys(scripts)).toContain(script);
    for (const [, file] of commands.flatMap((each) => [...each.matchAll(/node bin\/run\.mjs (\S+)/g)]))
      expect(existsSync(file!), file).toBe(true);
    expect(dependencies).toHaveProperty('aws-cdk');
    expect(commands.join()).toContain(`npm install -g aws-cdk@${dependencies['aws-cdk']}`);
  });
});
