// Names the tests that passed only when they were tried again: none of them may go unseen.
import type { Reporter, TestCase } from 'vitest/node';

export default class SecondTries implements Reporter {
  readonly #tried: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#tried.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#tried.length === 0) return;
    console.log(`\nPassed at the second try (a starved machine, or a fault that shows now and then):`);
    for (const name of this.#tried) console.log(`  ${name}`);
  }
}
