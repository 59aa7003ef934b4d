import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The test files that take longest, the longest first: one that began last would keep one core waiting for it. */
const SLOWEST = [
  'local/kill',
  'local/sample-day',
  'simulate/guards',
  'local/unkind-day',
  'browser/console-keyboard',
  'local/run-stranger',
  'local/run-days',
  'simulate/simulate',
  'browser/console-work',
  'browser/open-data',
  'doors/doors',
  'local/addition',
  'local/privacy',
  'doors/bites',
  'browser/console',
  'browser/console-live',
  'simulate/leaks',
  'unit/performance/publication/protect/sparse',
  'unit/performance/publication/cli',
  'unit/bin/crier',
  'unit/performance/publication/protect/attack',
  'unit/performance/publication/blocks',
  'unit/notices/plan-notices/oracle',
  'unit/bin/crier-templates',
  'infra/bundles',
  'local/engine/s3',
  'local/engine/unkind',
  'local/engine/http-and-secrets',
  'local/engine/taken-grant',
  'unit/performance/publication/athena-queries',
  'unit/intake/import-file/extract',
  'contract/contracts',
  'local/engine/grants',
  'unit/performance/publication/count-files',
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
