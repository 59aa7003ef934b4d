import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Action, actionsIn, type BuildSpec } from '../infra/pipelines.ts';
import type { Resource } from '../infra/stacks.ts';
import type { Account, HandedOver } from './account.ts';
import type { Deployed } from './deployed.ts';
import { bareEnv } from './machine.ts';
import { PLAYED_AS } from './otherwise.ts';
import { runStep } from './step.ts';

/** What came of an execution of a pipeline. */
export type Played = {
  /** Actions that came to their end, in order. */
  actions: string[];
  /** Commands that came to their end, of all its steps. */
  commands: string[];
  failed: { action: string; command: string; output: string } | null;
  /** What a person read who was asked for a word. */
  read: string[];
};

export type World = {
  /** An empty folder. */
  folder: string;
  /** The template of the pipelines. */
  resources: Record<string, Resource>;
  /** Makes a checkout of the commit in a folder that is not there yet. */
  checkout: (into: string) => void;
  account: Account;
  /** @param checkout one with its packages installed */
  deploy: (stack: string, checkout: string) => Promise<Deployed>;
};

/** The artifact that the source action makes: each step has a checkout of its own. */
const SOURCE = 'a checkout';

/**
 * Plays one execution of a pipeline: its actions in the template's order, each with the artifacts and variables that the template
 * gives it, until one fails. Nothing after that is played, as with CodePipeline.
 */
export async function playPipeline(
  world: World,
  pipeline: string,
  { tested, commit }: Pick<HandedOver, 'tested' | 'commit'>,
): Promise<Played> {
  const played: Played = { actions: [], commands: [], failed: null, read: [] };
  const artifacts = new Map<string, string>();
  const told = new Map<string, Record<string, string>>([['variables', { tested }]]);
  /** The last checkout in which packages were installed. */
  let installed = '';

  const filledIn = (text: string): string =>
    text.replaceAll(/#\{([^}]+)\.(\w+)\}/g, (_, namespace: string, name: string) => {
      const value = told.get(namespace)?.[name];
      if (value === undefined) throw new Error(`nothing has told ${namespace}.${name}`);
      return value;
    });
  const artifact = (name: string): string => {
    const found = artifacts.get(name);
    if (found === undefined) throw new Error(`nothing has made the artifact ${name}`);
    return found;
  };

  const build = async (action: Action): Promise<boolean> => {
    const here = join(world.folder, pipeline, action.name);
    const cwd = join(here, 'src');
    const [notes, home] = [join(here, 'notes'), join(here, 'home')];
    for (const each of [notes, home]) mkdirSync(each, { recursive: true });
    const primary = action.configuration['PrimarySource'] ?? action.inputs[0]!;
    const from = artifact(primary);
    if (from === SOURCE) world.checkout(cwd);
    else cpSync(from, cwd, { recursive: true });
    const project = action.project!.Properties;
    const text: string = project['Source'].BuildSpec;
    const spec: BuildSpec = JSON.parse(text.startsWith('{') ? text : readFileSync(join(cwd, text), 'utf8'));
    const others = action.inputs.filter((each) => each !== primary);
    const env = {
      ...bareEnv(home, [world.account.bin]),
      ...world.account.env,
      CODEBUILD_BUILD_URL: `https://example.com/${action.name}`,
      ...Object.fromEntries(others.map((each) => [`CODEBUILD_SRC_DIR_${each}`, artifact(each)])),
      ...Object.fromEntries(
        (project['Environment'].EnvironmentVariables ?? []).map((each: { Name: string; Value: Value }) => [
          each.Name,
          textOf(each.Value, world.resources),
        ]),
      ),
      ...Object.fromEntries(Object.entries(action.variables).map(([name, value]) => [name, filledIn(value)])),
    };
    const { done, failed, exported, output } = await runStep(spec, { cwd, env, notes });
    played.commands.push(...done);
    if (failed !== null) {
      played.failed = { action: action.name, command: failed, output: output.slice(-4_000) };
      return false;
    }
    if (action.namespace) told.set(action.namespace, exported);
    for (const name of action.outputs) artifacts.set(name, join(cwd, spec.artifacts!['base-directory']));
    if (existsSync(join(cwd, 'node_modules'))) installed = cwd;
    return true;
  };

  const played_as: Record<string, (action: Action) => Promise<boolean> | boolean> = {
    CodeBuild: build,
    CodeStarSourceConnection: ({ namespace, outputs }) => {
      told.set(namespace, { CommitId: commit });
      for (const name of outputs) artifacts.set(name, SOURCE);
      return true;
    },
    Manual: ({ configuration }) => {
      played.read.push(filledIn(configuration['CustomData']!), filledIn(configuration['ExternalEntityLink']!));
      return true;
    },
    CloudFormation: async ({ configuration, namespace }) => {
      if (configuration['ActionMode'] === 'CHANGE_SET_REPLACE') {
        const [name, path] = configuration['TemplatePath']!.split('::');
        JSON.parse(readFileSync(join(artifact(name!), path!), 'utf8'));
        return true;
      }
      const { outputs } = await world.deploy(configuration['StackName']!, installed);
      if (namespace) told.set(namespace, outputs);
      return true;
    },
  };
  for (const action of actionsIn(world.resources, pipeline)) {
    const play = played_as[action.provider];
    if (!play || !(action.project || PLAYED_AS[action.provider]))
      throw new Error(`nothing is played for ${action.name} of ${action.provider}`);
    if (!(await play(action))) break;
    played.actions.push(action.name);
  }
  return played;
}

type Value = string | { Ref: string };

/** A value of the template, or the name of the pipeline that it refers to. */
const textOf = (value: Value, resources: Record<string, Resource>): string =>
  typeof value === 'string' ? value : resources[value.Ref]!.Properties['Name'];

/** A checkout without its history, as CodePipeline hands a commit on. */
export const checkoutOf = (repository: string, commit: string) => (into: string) => {
  execFileSync('git', ['clone', '--quiet', '--no-checkout', repository, into]);
  execFileSync('git', ['-C', into, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', commit]);
  rmSync(join(into, '.git'), { recursive: true });
};
