// Every step of the pipelines, with the commands of the synthesised buildspecs, each in an empty checkout of this commit: with
// CRIER_NIGHTLY=1. What is played otherwise than it stands is listed in otherwise.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsIn, buildSpecOf, commandsIn, pipelineStack } from '../infra/pipelines.ts';
import { type Account, accountIn } from './account.ts';
import { type Deployed, deploy } from './deployed.ts';
import { bareEnv } from './machine.ts';
import { OTHERWISE, PLAYED_AS, playedFor } from './otherwise.ts';
import { checkoutOf, type Played, playPipeline, type World } from './play.ts';
import { runStep } from './step.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const { resources, of } = pipelineStack();
const FIRST = 'crier-pipeline';
/** Far more than eight installations and three syntheses take on a slow machine. */
const WHOLE_MS = 3 * 3_600_000;
const pipelines = of('AWS::CodePipeline::Pipeline').map(({ Properties }) => Properties['Name'] as string);
const actions = pipelines.flatMap((name) => actionsIn(resources, name));

describe('what is played otherwise than it stands', () => {
  it('is something that the pipelines have', () => {
    const inline = actions.flatMap(({ project }) =>
      project?.Properties['Source'].BuildSpec.startsWith('{') ? commandsIn(buildSpecOf(project)) : [],
    );
    const unused = OTHERWISE.filter(({ command }) => !inline.some((each) => command.test(each)));
    // Those of assets lie in a file of the assembly.
    expect(unused.map(({ command }) => String(command)).filter((each) => !each.includes('cdk-assets'))).toEqual([]);
    const providers = new Set(actions.filter(({ project }) => !project).map(({ provider }) => provider));
    expect([...providers].sort()).toEqual(Object.keys(PLAYED_AS).sort());
  });
});

describe('a step', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crier-step-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const step = (commands: string[]) =>
    runStep(
      { env: { shell: 'bash', 'exported-variables': ['SAID'] }, phases: { install: {}, build: { commands } } },
      { cwd: folder, env: { PATH: '/usr/bin:/bin' }, notes: folder },
    );

  it('is one shell, which has nothing of ours, and tells what it exports', async () => {
    const commands = ['export SAID="$(echo a=b; echo "c$HOME")"', 'test "$SAID" != a=b'];
    expect(await step(commands)).toMatchObject({ done: commands, failed: null, exported: { SAID: 'a=b\nc' } });
  });

  it('ends at the first command that fails', async () => {
    const commands = ['true', 'echo so; false', 'true'];
    expect(await step(commands)).toMatchObject({ done: ['true'], failed: 'echo so; false', output: 'so\n' });
    expect(await step(['true', 'echo "'])).toMatchObject({ failed: expect.any(String) });
    expect(await step(['{ echo no; exit 3; }', 'true'])).toMatchObject({ done: [], failed: '{ echo no; exit 3; }' });
  });
});

describe.runIf(process.env['CRIER_NIGHTLY'])('a commit on its way through the pipelines', () => {
  let folder: string;
  let commit: string;
  const deployed: Deployed[] = [];
  const endDeployed = async () =>
    void (await Promise.all(deployed.splice(0).map((each) => each[Symbol.asyncDispose]())));
  const played = new Map<string, Played>();
  /** The template of a council's production in the assembly that its pipeline made. */
  const productionOf = (council: string): { Resources: Record<string, { Type: string }> } => {
    const stage = join(folder, `crier-pipeline-${council}`, 'synth', 'src', 'cdk.out');
    const assembly = join(stage, `assembly-crier-pipeline-${council}-production`);
    const file = readdirSync(assembly).find((each) => each.endsWith('.template.json') && !/certificate/.test(each))!;
    return JSON.parse(readFileSync(join(assembly, file), 'utf8'));
  };
  let account: Account;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crier-pipeline-'));
    commit = execFileSync('git', ['-C', ROOT, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    account = await accountIn(folder, {
      secretsAt: (arn) => deployed.find(({ outputs }) => Object.values(outputs).includes(arn))!.endpoint,
      deployed: (stack) => {
        const { Resources } = productionOf(stack.split('-')[1]!);
        const alarm = Object.keys(Resources).find((id) => Resources[id]!.Type === 'AWS::CloudWatch::Alarm')!;
        return { Resources: { ...Resources, [alarm]: undefined } }; // the commit brings this alarm
      },
    });
    const world: World = {
      ...{ folder, resources, account, checkout: checkoutOf(ROOT, commit) },
      deploy: async (stack, checkout) => {
        const home = join(folder, stack);
        mkdirSync(home);
        const council = stack.split('-')[1]!;
        const one = await deploy(checkout, { council, env: bareEnv(home, []), empty: join(home, 'input') });
        deployed.push(one);
        if (stack === 'crier-darlington-test') await one.stop('nothing is to go out today');
        return one;
      },
    };
    const play = async (pipeline: string, handed: { tested: string; commit: string }) => {
      played.set(pipeline, await playPipeline(world, pipeline, handed));
      await endDeployed();
      // Each step has nearly a gigabyte of packages.
      for (const step of readdirSync(join(folder, pipeline)))
        rmSync(join(folder, pipeline, step, 'src', 'node_modules'), { recursive: true, force: true });
    };
    await play(FIRST, { tested: 'nothing', commit });
    for (const { pipeline, ...handed } of account.handedOver) await play(pipeline, handed);
  }, WHOLE_MS);
  afterAll(async () => {
    await endDeployed();
    await account?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes through the first pipeline, which hands it over to each council’s', () => {
    expect(played.get(FIRST)!.failed).toBeNull();
    expect(played.get(FIRST)!.actions).toEqual(actionsIn(resources, FIRST).map(({ name }) => name));
    expect(account.handedOver.map(({ pipeline }) => pipeline).sort()).toEqual(
      pipelines.filter((each) => each !== FIRST).sort(),
    );
    for (const handed of account.handedOver) expect(handed).toMatchObject({ tested: commit, commit });
  });

  it('comes to its end for a council, over both smoke tests and a person’s word, who reads what changes', () => {
    const { failed, actions: ended, read } = played.get('crier-pipeline-stockton')!;
    expect(failed).toBeNull();
    expect(ended).toEqual(actionsIn(resources, 'crier-pipeline-stockton').map(({ name }) => name));
    expect(read).toEqual([
      'crier-stockton-production: 1 new.',
      'https://example.com/compare-crier-stockton-production',
    ]);
  });

  it('ends where a smoke test fails, for that council alone', () => {
    const { failed, actions: ended } = played.get('crier-pipeline-darlington')!;
    expect(failed).toMatchObject({
      ...{ action: 'smoke-crier-darlington-test', command: 'npm run crier -- smoke' },
      output: expect.stringContaining('Sending is stopped'),
    });
    expect(ended.at(-1)).toBe('crier-darlington-test.Deploy');
    expect(ended.filter((each) => each.includes('production'))).toEqual([]);
  });

  it('has run every command of every step, but for those that are named', () => {
    const ran = new Set([...played.values()].flatMap(({ commands }) => commands));
    const all = actions.flatMap(({ project }) =>
      project?.Properties['Source'].BuildSpec.startsWith('{') ? commandsIn(buildSpecOf(project)) : [],
    );
    expect(all.filter((each) => !ran.has(each) && playedFor(each) !== null)).toEqual([]);
    expect([...ran].filter((each) => each.startsWith('cdk-assets '))).not.toEqual([]);
  });

  it('has called nothing of AWS that is not known, and taken on no role but the one to look', () => {
    expect(account.refused).toEqual([]);
    expect(new Set(account.assumed)).toEqual(
      new Set(['arn:aws:iam::777788889999:role/cdk-hnb659fds-lookup-role-777788889999-eu-west-2']),
    );
  });
});
