/** What each step runs, in bash, at the root of a checkout: README's own commands. */

/** What the registry knows to be unsafe in what is deployed, and everything that `npm test` has. */
export const CHECK = ['npm audit --omit=dev --audit-level=high', 'npm test'];

export const SET_UP = ['npm ci'];

/** The app, and beside it what it is made of and by which licences: both are kept with the build. */
export const SYNTH = ['npx cdk synth crier-pipeline --quiet', 'npm run sbom'];

/** Where a step finds the synthesised app. */
export const ASSEMBLY = 'assembly';

/** A council's pipeline takes no commit that the first pipeline has not tested. Needs TESTED and COMMIT. */
export const ONLY_TESTED = [
  `[ "$TESTED" = "$COMMIT" ] || { echo "Commit $COMMIT was not tested by crier-pipeline (it hands over: $TESTED). Release a change there: it starts this pipeline when its tests are through."; exit 1; }`,
];

/** Starts a council's pipeline at the very commit that was tested. Needs COMMIT and PIPELINE. */
export const HAND_OVER = [
  'aws codepipeline start-pipeline-execution --name "$PIPELINE" --variables "name=tested,value=$COMMIT" --source-revisions "actionName=source,revisionType=COMMIT_ID,revisionValue=$COMMIT"',
];

/** What an approval shows: the changes in words, and where to read all of them. Needs STACKS, a pattern of the app's stacks. */
export const COMPARE = [
  `npx cdk diff --app ${ASSEMBLY} "$STACKS" --method=template > diff.txt 2>&1 || { cat diff.txt; exit 1; }`,
  'cat diff.txt',
  'export CHANGES="$(node bin/run.mjs infra/pipeline/say-changes.ts diff.txt)"',
  'export READ_AT="$CODEBUILD_BUILD_URL"',
  'echo "$CHANGES"',
];

const field = (name: string) => `node -p 'JSON.parse(fs.readFileSync(0, "utf8"))["${name}"]'`;
const secret = (variable: string) =>
  `aws secretsmanager get-secret-value --profile smoke --secret-id "${variable}" --query SecretString --output text`;

/** The smoke test of a deployed stack. Needs CRIER_URL, CRIER_SITE, SMOKE_ROLE_ARN, OFFICERS_SECRET_ARN and SOURCES_SECRET_ARN. */
export const SMOKE = [
  'aws configure set profile.smoke.role_arn "$SMOKE_ROLE_ARN"',
  'aws configure set profile.smoke.credential_source EcsContainer',
  `export CRIER_TOKEN="$(${secret('$OFFICERS_SECRET_ARN')} | ${field('officer')})"`,
  `export CRIER_SOURCE_TOKEN="$(${secret('$SOURCES_SECRET_ARN')} | ${field('smoke-test')})"`,
  'npm run crier -- smoke',
];
