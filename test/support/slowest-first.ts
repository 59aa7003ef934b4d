import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The test files that take longest, the longest first: one that began last would keep one core waiting for it. */
const SLOWEST = [
  'simulate/simulate',
  'infra/unused-grants',
  'local/unkind-day',
  'simulate/guards',
  'browser/console-keyboard',
  'local/privacy-sample-day',
  'local/kill',
  'local/run-days',
  'browser/console-work',
  'browser/open-data',
  'doors/doors',
  'unit/performance/publication/cli',
  'browser/console',
  'unit/performance/publication/blocks',
  'unit/bin/crier',
  'unit/performance/publication/protect/attack',
  'unit/performance/publication/protect/sparse',
  'browser/console-live',
  'unit/performance/publication/count-files',
  'infra/bundles',
  'local/engine/queues',
  'local/engine/unkind',
  'unit/conditions',
  'local/addition',
  'doors/bites',
  'simulate/leaks',
];

const placeOf = ({ moduleId }: TestSpecification) => {
  const at = SLOWEST.findIndex((each) => moduleId.endsWith(`/test/${each}.test.ts`));
  return at < 0 ? SLOWEST.length : at;
};

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
