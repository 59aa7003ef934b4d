import type { StageName } from './types.ts';

/** A stage that the pipeline deploys. */
export type DeployedStage = Exclude<StageName, 'local'>;

/** Where the pipeline stands, what it watches, and whose word it waits for. */
export type PipelineConfig = {
  /** The account with the pipeline itself, which council accounts trust: 12 digits. */
  account: string;
  region: 'eu-west-2';
  /** ARN of the connection to the repository, made once by hand in the console: its owner must agree to it there. */
  connection_arn: string;
  /** `owner/name`. */
  repository: string;
  branch: string;
  /** The account of each stage, where a council's own file names none. */
  accounts: Readonly<Record<DeployedStage, string>>;
  /** Who is told that an approval waits or a pipeline has failed. Null tells nobody, and synthesis warns of it. */
  told_email: string | null;
};

/** Accounts and connection are those that AWS uses in its documentation: synthesis works with them, and warns. */
export const pipelineConfig: PipelineConfig = {
  account: '111122223333',
  region: 'eu-west-2',
  connection_arn: 'arn:aws:codeconnections:eu-west-2:111122223333:connection/aaaaaaaa-0000-4000-8000-000000000000',
  repository: 'xentrall/crier',
  branch: 'main',
  accounts: { test: '444455556666', production: '777788889999' },
  told_email: null,
};
