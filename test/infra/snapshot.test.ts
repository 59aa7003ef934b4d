import { describe, expect, it } from 'vitest';
import type { Council, StageName } from '../../infra/config/types.ts';
import { stackOf } from './stacks.ts';

/** The template without what changes with every edit of a function's code. */
function normalised(councilId: Council['id'], stageName: StageName): string {
  const text = JSON.stringify(stackOf(councilId, stageName).template.toJSON(), null, 1);
  return `${text.replaceAll(/[0-9a-f]{64}\.zip/g, '<code>.zip').replaceAll(/asset\.[0-9a-f]{64}/g, 'asset.<code>')}\n`;
}

/** Where two templates differ, by types of resource rather than by each: `path: this one's value`. */
function differences(one: unknown, other: unknown, path = ''): string[] {
  if (Object.is(one, other)) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) {
    const what = (one ?? other) as { Type?: string };
    return [`${path}: ${one === undefined ? `no ${what.Type ?? 'such'}` : (what.Type ?? JSON.stringify(one))}`];
  }
  const at = (of: object, key: string) => (of as Record<string, unknown>)[key];
  const type = at(one, 'Type');
  // The dashboard names all alarms and queues, which are compared themselves.
  const keys = Object.keys({ ...one, ...other }).filter((key) => key !== 'Tags' && key !== 'DashboardBody');
  return keys.flatMap((key) => differences(at(one, key), at(other, key), type ? `${type} ${key}` : `${path}.${key}`));
}

// The stack's own name stands in every path and alarm.
const nameless = (text: string) =>
  JSON.parse(
    text
      .replaceAll(/crier-[a-z]+-(local|test|production)/g, 'crier-<council>-<stage>')
      .replaceAll(/crier(stockton|darlington)(local|test|production)(\w+)[0-9A-F]{8}/g, '<name of $3>'),
  );

describe('the template', () => {
  const production = normalised('stockton', 'production');

  it('of Stockton on production is this', async () => {
    await expect(production).toMatchFileSnapshot('__snapshots__/stockton-production.json');
  });

  it.each([
    ['stockton', 'test'],
    ['stockton', 'local'],
    ['darlington', 'production'],
  ] as const)('of %s on %s differs from it in this', (council, stageName) => {
    const found = differences(nameless(normalised(council, stageName)), nameless(production));
    expect([...new Set(found)]).toMatchSnapshot();
  });
});
