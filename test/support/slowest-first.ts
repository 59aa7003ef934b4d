import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The test files that take longest, the longest first: one that began last would keep one core waiting for it. */
const SLOWEST = [
  'pipeline/pipeline', // at night alone
  'local/sample-day',
  'local/kill',
  'local/unkind-day',
  'local/run-days',
  'simulate/guards',
  'local/run-night',
  'browser/console-keyboard',
  'browser/console-work',
  'local/run-stranger',
  'local/register-lost',
  'local/privacy',
  'browser/open-data',
  'browser/console',
  'doors/doors',
  'doors/bites',
  'simulate/simulate',
  'browser/console-live',
  'browser/console-decide',
  'local/addition',
  'local/performance',
  'unit/performance/publication/cli',
  'unit/performance/publication/protect/sparse',
  'unit/bin/crier',
  'unit/performance/publication/protect/attack',
  'unit/performance/publication/count-files',
  'unit/performance/publication/blocks',
  'unit/notices/plan-notices/oracle',
  'unit/bin/crier-templates',
  'local/engine/s3',
  'local/engine/unkind',
  'local/engine/http-and-secrets',
  'local/engine/taken-grant',
  'unit/performance/publication/athena-queries',
  'unit/intake/import-file/extract',
  'contract/contracts',
  'local/engine/grants',
  'unit/notices/send-notices/killed-worker',
  'unit/conditions',
];

const placeOf = ({ moduleId }: TestSpecification) => {
  const at = SLOWEST.findIndex((each) => moduleId.endsWith(`/test/${each}.test.ts`));
  return at < 0 ? SLOWEST.length : at;
};

/** Files that have a process each come before those that share one. */
const sharesProcess = ({ project }: TestSpecification) => Number(!project.config.isolate);

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted(
      (one, other) => sharesProcess(one) - sharesProcess(other) || placeOf(one) - placeOf(other),
    );
  }
}
