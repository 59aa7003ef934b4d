import * as z from 'zod';
import { plainWords } from '../../contracts/plain-words.ts';
import type { DeployedStage, PipelineConfig } from './pipeline.ts';
import type { Council } from './types.ts';

const FILE = 'infra/config/pipeline.ts';

const ACCOUNT = /^\d{12}$/;
const account = z.string().regex(ACCOUNT, 'must be 12 digits');

const CONNECTION = /^arn:aws:(?:codeconnections|codestar-connections):([a-z0-9-]+):(\d{12}):connection\/[0-9a-f-]{36}$/;

const config = z
  .strictObject({
    account,
    region: z.literal('eu-west-2'),
    connection_arn: z
      .string()
      .regex(CONNECTION, 'must be the ARN of a connection: arn:aws:codeconnections:eu-west-2:ACCOUNT:connection/…'),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'),
    branch: z.string().regex(/^[\w./-]+$/, 'must be the name of a branch'),
    accounts: z.strictObject({ test: z.unknown(), production: z.unknown() }), // looked at for each council: accountsOf
    told_email: z.email().nullable(),
  })
  .superRefine(({ account, region, connection_arn }, context) => {
    const [, itsRegion, itsAccount] = CONNECTION.exec(connection_arn) ?? [];
    if (itsRegion === undefined || (itsRegion === region && itsAccount === account)) return;
    const message = `must be a connection of account ${account} in ${region}: a pipeline uses no other's`;
    context.addIssue({ code: 'custom', path: ['connection_arn'], message });
  });

/**
 * Checks what the pipeline's file says, beyond what its types can.
 * @throws Error that names the file and every field that is wrong, with what should be there.
 */
export function checkPipeline(given: PipelineConfig): PipelineConfig {
  const read = config.safeParse(given);
  if (read.success) return given;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${plainWords(message)}`);
  throw new Error(`${FILE}: ${faults.join('; ')}`);
}

/**
 * The accounts that a council's stages are deployed to: its own file's word, else the pipeline's.
 * @throws Error that says which stage has none or a wrong one, and where to write it.
 */
export function accountsOf(pipeline: PipelineConfig, council: Council): Record<DeployedStage, string> {
  const own = `infra/config/${council.id}.ts`;
  const of = (stage: DeployedStage): string => {
    const found: unknown = council.stages[stage].account ?? pipeline.accounts[stage];
    if (typeof found === 'string' && ACCOUNT.test(found)) return found;
    const fault = found ? `an account that is not 12 digits, "${found}"` : 'no account to be deployed to';
    throw new Error(
      `stage ${stage} of ${council.id} has ${fault}: set accounts.${stage} in ${FILE}, or stages.${stage}.account in ${own}`,
    );
  };
  const accounts = { test: of('test'), production: of('production') };
  if (accounts.test !== accounts.production) return accounts;
  throw new Error(
    `stages test and production of ${council.id} have one account, ${accounts.test}: give each its own in ${FILE} or ${own}, so that what test may do ends there`,
  );
}

/** AWS shows these in its documentation, and gives them to nobody. */
const IN_DOCUMENTATION = /^(\d)\1{3}(\d)\2{3}(\d)\3{3}$|^123456789012$/;

/** What must still be set before the pipeline can be deployed, as sentences. Empty when it is ready. */
export function unsetOfPipeline(pipeline: PipelineConfig, councils: readonly Council[]): string[] {
  const accounts = new Set([
    pipeline.account,
    ...councils.flatMap((council) => Object.values(accountsOf(pipeline, council))),
  ]);
  const invented = [...accounts].filter((each) => IN_DOCUMENTATION.test(each));
  const unset: string[] = [];
  if (invented.length > 0)
    unset.push(`accounts ${invented.join(', ')} are those of AWS's documentation: set your own, in ${FILE}`);
  if (pipeline.connection_arn.includes(':connection/aaaaaaaa-'))
    unset.push(`connection_arn leads nowhere: set that of the connection to ${pipeline.repository}, in ${FILE}`);
  if (pipeline.told_email === null)
    unset.push(`told_email is not set: nobody hears that an approval waits or a pipeline failed, in ${FILE}`);
  return unset;
}
