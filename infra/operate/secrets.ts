import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { ofType, type StackNow } from './stack-now.ts';

/** The secrets that hold a value for each of several names, by what operators call them. */
export const KINDS = {
  sources: 'SourcesSecret',
  officers: 'OfficersSecret',
  subscribers: 'SubscribersSecret',
  open311: 'Open311Secret',
  notify: 'NotifySecret',
} as const;
export type Kind = keyof typeof KINDS;

/** The values of a name, the new one first: none yet, one, or two while one takes the place of the other. */
export type Values = readonly string[];

type Fields = Record<string, string | string[]>;
type Read = { arn: string; version: string; fields: Fields };

export class ChangedMeanwhile extends Error {}

/** A label of ours on a version that is not the current one yet. */
const NEXT = 'CRIERNEXT';

/** Fields that are there because Secrets Manager makes one, and hold nothing. */
const isName = (field: string) => field !== '-';

const valuesIn = (fields: Fields, name: string): Values => [fields[name] ?? []].flat().filter((each) => each !== '');

/** @throws Error where the stack has no such secret, or it is not JSON */
export async function readSecretOf(client: SecretsManagerClient, stack: StackNow, kind: Kind): Promise<Read> {
  const found = ofType(stack, 'AWS::SecretsManager::Secret').find(({ logicalId }) => logicalId.startsWith(KINDS[kind]));
  if (!found) throw new Error(`${stack.name} has no ${KINDS[kind]}`);
  const { SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId: found.physicalId }));
  try {
    return { arn: found.physicalId, version: VersionId!, fields: JSON.parse(SecretString ?? '') as Fields };
  } catch {
    throw new Error(`${KINDS[kind]} is not JSON: mend it in Secrets Manager`);
  }
}

export const namesIn = ({ fields }: Read): { name: string; values: Values }[] =>
  Object.keys(fields)
    .filter(isName)
    .map((name) => ({ name, values: valuesIn(fields, name) }));

/**
 * Changes the values of one name, unless somebody has changed the secret since it was read: names of one secret are changed by
 * several people.
 * @throws ChangedMeanwhile, with nothing changed
 */
export async function changeSecret(
  client: SecretsManagerClient,
  { arn, version, fields }: Read,
  { name, values }: { name: string; values: Values },
): Promise<void> {
  const SecretString = JSON.stringify({ ...fields, [name]: values.length === 1 ? values[0] : values });
  const put = new PutSecretValueCommand({ SecretId: arn, SecretString, VersionStages: [NEXT] });
  const { VersionId: MoveToVersionId } = await client.send(put);
  const move = { SecretId: arn, VersionStage: 'AWSCURRENT', MoveToVersionId, RemoveFromVersionId: version };
  try {
    await client.send(new UpdateSecretVersionStageCommand(move));
  } catch (error) {
    if (!['InvalidParameterException', 'InvalidRequestException'].includes((error as Error).name)) throw error;
    throw new ChangedMeanwhile('Somebody else has just changed this secret: nothing was changed. Ask again.');
  }
}
