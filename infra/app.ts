import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, AssetStaging } from 'aws-cdk-lib';
import type { Subscriber } from '../contracts/subscriber.ts';
import { checkCouncil } from './config/check.ts';
import { councils } from './config/councils.ts';
import { onOneMachine } from './config/open311.ts';
import { type PipelineConfig, pipelineConfig } from './config/pipeline.ts';
import { LOCAL_PHONE } from './config/stages.ts';
import { type Council, DEPLOYED, type StageName } from './config/types.ts';
import { JOINED, LEFT_IN, SHARED } from './constructs/bundle.ts';
import { PipelineStack } from './pipeline.ts';
import { certificateOf } from './site-certificate.ts';
import { CrierStack } from './stack.ts';

type Choice = { council: Council; stageName: StageName };

type AppOptions = {
  outdir?: string;
  /** False leaves functions unbundled, for tests of the template alone. */
  bundling?: boolean;
  /** False leaves out the CDK's own look at the template, which takes most of a second. */
  validation?: boolean;
  /** What every bundle loads first. */
  joined?: string;
  /** What several functions have lies in files of its own, which is built sooner than a single file for each. */
  isShared?: boolean;
  /** False names the code of functions where it lies, and copies none of it. */
  staging?: boolean;
  /** The stack of the pipeline beside them, which deploys every council; none where it is left out. */
  pipeline?: PipelineConfig;
};

const EVERY: Choice[] = councils.flatMap((council) => DEPLOYED.map((stageName) => ({ council, stageName })));

/** The CDK app: one stack, `crier-<council>-<stage>`, for each choice; without choices every council's deployed stages. */
export function buildApp(choices: readonly Choice[] = EVERY, options: AppOptions = {}): App {
  const { outdir, bundling = true, validation = true, staging = true } = options;
  const app = new App({
    ...(outdir ? { outdir } : {}),
    analyticsReporting: false,
    builtinCloudFormationValidation: validation,
    context: {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      'aws:cdk:enable-path-metadata': true, // as the CDK's command line has it
      ...(staging ? {} : { 'aws:cdk:disable-asset-staging': true }),
      ...(bundling ? {} : { 'aws:cdk:bundling-stacks': [] }),
      ...(options.joined && { [JOINED]: options.joined }),
      ...(options.isShared && { [SHARED]: true }),
    },
  });
  for (const { stageName, council: given } of choices) {
    const council = checkCouncil(given, stageName);
    new CrierStack(app, { council, stageName });
    certificateOf(app, council, stageName);
  }
  const chosen = new Set(choices.map(({ council }) => council));
  if (options.pipeline) new PipelineStack(app, { config: options.pipeline, councils: [...chosen] });
  return app;
}

/**
 * Synthesises one council's stack for one machine.
 * @param input.joined a module from the project's root that is loaded before any function, so that a test can add to what there is.
 * @param input.subscribers in place of the council's own: what is told goes to this machine, or where its list says
 * @param input.replySenderId the sender at that Notify whose number can be replied to, if any
 * @param input.isShared what several functions have is bundled once, which is quicker than a file for each as AWS has it.
 * @param input.clockShiftMs how far the cores' clock is ahead, in milliseconds.
 * @param input.outdir the cloud assembly's folder, made if it is not there.
 */
type Local = {
  council: Council;
  subscribers?: readonly Subscriber[];
  notifyUrl: string;
  replySenderId?: string | null;
  clockShiftMs: number;
  outdir: string;
  joined?: string;
  isShared?: boolean;
};

export function synthLocal(input: Local): { stackName: string; cdkOut: string } {
  const { council } = input;
  const local = { ...council.stages.local, notify_url: input.notifyUrl, clock_shift_ms: input.clockShiftMs };
  const settings = { ...council.settings, phone: LOCAL_PHONE, reply_sender_id: input.replySenderId ?? null };
  const stages = { ...council.stages, local };
  const open311 = onOneMachine(council.open311);
  const here: Council = { ...council, settings, open311, subscribers: input.subscribers ?? [], stages };
  // The CDK remembers where it staged an asset; an earlier synthesis of this process may have been cleared away since.
  AssetStaging.clearAssetHashCache();
  const app = buildApp([{ council: here, stageName: 'local' }], {
    ...{ outdir: input.outdir, validation: false },
    staging: !process.env[LEFT_IN], // what was left stays, and what Node compiled of it is known by its place
    ...(input.joined && { joined: input.joined }),
    isShared: input.isShared ?? false,
  });
  const assembly = app.synth();
  return { stackName: assembly.stacks[0]!.stackName, cdkOut: assembly.directory };
}

if (import.meta.main) {
  const outdir = process.env['CDK_OUTDIR'] ?? join(fileURLToPath(new URL('..', import.meta.url)), 'cdk.out');
  buildApp(EVERY, { outdir, pipeline: pipelineConfig }).synth();
}
