// Secrets Manager and SSM parameters: values from the caller, from the template, or generated and kept.

import { randomInt, randomUUID } from 'node:crypto';
import type { State } from '../state.ts';
import type { Stack } from './stack.ts';
import { ACCOUNT, REGION, type Resource, TemplateRefused } from './template.ts';

export type ApiAnswer = { status: number; body: unknown };
type Handler = (input: Record<string, unknown>) => ApiAnswer;

type Generate = {
  PasswordLength?: number;
  ExcludeCharacters?: string;
  ExcludePunctuation?: boolean;
  ExcludeNumbers?: boolean;
  ExcludeLowercase?: boolean;
  ExcludeUppercase?: boolean;
  IncludeSpace?: boolean;
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
};

const failure = (__type: string, message: string): ApiAnswer => ({ status: 400, body: { __type, message } });

/**
 * @param given values by the beginning of the secret's logical id (the construct id); the longest that fits wins.
 * @throws TemplateRefused for a secret without a value, and for a value without a secret.
 */
export function createSecrets(stack: Stack, given: Record<string, string>, state: State): Record<string, Handler> {
  const values = new Map<string, Secret>();
  const problems: string[] = [];
  const used = new Set<string>();
  const kept = { ...state.saved.secrets };
  for (const resource of stack.ofType('AWS::SecretsManager::Secret')) {
    const { logicalId } = resource;
    const key = Object.keys(given)
      .filter((start) => logicalId.startsWith(start))
      .sort((a, b) => b.length - a.length)[0];
    if (key !== undefined) used.add(key);
    const value = key !== undefined ? given[key] : secretValue(resource, kept);
    if (value === undefined) {
      problems.push(
        `${logicalId} (AWS::SecretsManager::Secret): it has no value; pass one in secrets, by its construct id`,
      );
      continue;
    }
    const { ref, name } = stack.identity(logicalId);
    // What is given counts at each start; what was made here is kept as it was left.
    const keep = (text: string) => {
      if (key === undefined) state.save({ secrets: { ...state.saved.secrets, [logicalId]: text } });
    };
    const secret = versioned({ arn: ref, name, value, keep });
    values.set(ref, secret).set(name, secret);
  }
  for (const key of Object.keys(given).filter((name) => !used.has(name))) {
    problems.push(`secrets.${key}: no AWS::SecretsManager::Secret of the template has a logical id that begins so`);
  }
  if (problems.length) throw new TemplateRefused(problems);
  state.save({ secrets: kept });

  const ofSecret =
    (act: (secret: Secret, input: Record<string, string>) => ApiAnswer): Handler =>
    (input) => {
      const secret = values.get(String(input['SecretId']));
      if (!secret) return failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return act(secret, input as Record<string, string>);
    };
  return {
    GetSecretValue: ofSecret((secret, { VersionStage, VersionId }) => secret.read(VersionStage, VersionId)),
    PutSecretValue: ofSecret((secret, { SecretString = '', VersionStages }) =>
      secret.put(SecretString, VersionStages as unknown as string[] | undefined),
    ),
    UpdateSecretVersionStage: ofSecret((secret, input) => secret.move(input)),
  };
}

type Secret = ReturnType<typeof versioned>;

/** One secret with its versions: a stage is a label that one of them has. */
function versioned({ arn, name, value, keep }: { arn: string; name: string; value: string; keep(text: string): void }) {
  const texts = new Map([['local', value]]);
  const stages = new Map([['AWSCURRENT', 'local']]);
  const about = { ARN: arn, Name: name };
  const label = (stage: string, id: string) => {
    const before = stages.get(stage);
    if (stage === 'AWSCURRENT' && before && before !== id) stages.set('AWSPREVIOUS', before);
    stages.set(stage, id);
    if (stage === 'AWSCURRENT') keep(texts.get(id)!);
  };
  return {
    read: (stage = 'AWSCURRENT', id = stages.get(stage)): ApiAnswer => {
      const SecretString = texts.get(id ?? '');
      if (SecretString === undefined)
        return failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
      const VersionStages = [...stages].flatMap(([each, of]) => (of === id ? [each] : []));
      return { status: 200, body: { ...about, SecretString, VersionId: id, VersionStages } };
    },
    put: (text: string, wanted: string[] = ['AWSCURRENT']): ApiAnswer => {
      const VersionId = randomUUID();
      texts.set(VersionId, text);
      for (const stage of wanted) label(stage, VersionId);
      return { status: 200, body: { ...about, VersionId, VersionStages: wanted } };
    },
    /** Only from the version that has it: two who change it at once do not undo each other. */
    move: ({ VersionStage = '', MoveToVersionId = '', RemoveFromVersionId }: Record<string, string>): ApiAnswer => {
      if (!texts.has(MoveToVersionId)) return failure('ResourceNotFoundException', 'There is no such version.');
      if (stages.get(VersionStage) !== RemoveFromVersionId)
        return failure(
          'InvalidParameterException',
          `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${stages.get(VersionStage)}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      label(VersionStage, MoveToVersionId);
      return { status: 200, body: about };
    },
  };
}

export function createParameters(stack: Stack): Record<string, Handler> {
  const parameters = new Map(
    stack.ofType('AWS::SSM::Parameter').map(({ logicalId, properties }) => {
      const { name } = stack.identity(logicalId);
      const ARN = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name.replace(/^\//, '')}`;
      return [
        name,
        { Name: name, Type: properties['Type'], Value: properties['Value'], Version: 1, ARN, DataType: 'text' },
      ];
    }),
  );
  return {
    GetParameter: ({ Name }) => {
      const Parameter = parameters.get(String(Name));
      return Parameter
        ? { status: 200, body: { Parameter } }
        : failure('ParameterNotFound', `There is no parameter ${Name}`);
    },
    GetParameters: ({ Names }) => {
      const names = (Names ?? []) as string[];
      const Parameters = names.flatMap((name) => parameters.get(name) ?? []);
      return { status: 200, body: { Parameters, InvalidParameters: names.filter((name) => !parameters.has(name)) } };
    },
  };
}

function secretValue({ logicalId, properties }: Resource, kept: Record<string, string>): string | undefined {
  if (typeof properties['SecretString'] === 'string') return properties['SecretString'];
  const generate = properties['GenerateSecretString'] as Generate | undefined;
  if (!generate) return undefined;
  kept[logicalId] ??= generated(generate);
  return kept[logicalId];
}

function generated(rules: Generate): string {
  const sets = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ];
  const letters = [...sets.join('')].filter((letter) => !rules.ExcludeCharacters?.includes(letter));
  const password = Array.from({ length: rules.PasswordLength ?? 32 }, () => letters[randomInt(letters.length)]).join(
    '',
  );
  if (!rules.SecretStringTemplate || !rules.GenerateStringKey) return password;
  return JSON.stringify({ ...JSON.parse(rules.SecretStringTemplate), [rules.GenerateStringKey]: password });
}
