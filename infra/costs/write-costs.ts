// Writes docs/costs.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../app.ts';
import { councils } from '../config/councils.ts';
import { fixedCosts } from './fixed.ts';
import { costsPage } from './page.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What docs/costs.md should say now. */
export function costsNow(): string {
  const app = buildApp(
    councils.map((council) => ({ council, stageName: 'production' })),
    { bundling: false, validation: false },
  );
  const stacks = councils.map(({ id }) => {
    const name = `crier-${id}-production`;
    const template = Template.fromStack(app.node.findChild(name) as Stack).toJSON();
    return { name, lines: fixedCosts(template as Parameters<typeof fixedCosts>[0]) };
  });
  return costsPage(stacks, readFileSync(join(ROOT, 'bench', 'README.md'), 'utf8'));
}

if (import.meta.main) writeFileSync(join(ROOT, 'docs', 'costs.md'), costsNow());
