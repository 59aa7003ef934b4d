import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../../infra/local/engine/events/event-pattern.ts';

const event = {
  source: 'council.intake',
  detail: {
    type: 'council.recovery.reminder-issued.v1',
    rows: 12,
    tags: ['a', 'b'],
    none: null,
    flag: true,
    name: 'Extract.CSV',
  },
};

describe('event patterns', () => {
  test.each([
    [{ source: ['council.intake'] }, true],
    [{ source: ['council.other', 'council.intake'] }, true],
    [{ source: ['council'] }, false],
    [{ source: [{ prefix: 'council.' }], detail: { rows: [12] } }, true],
    [{ source: [{ prefix: 'council.' }], detail: { rows: [13] } }, false],
    [{ detail: { type: [{ suffix: '.v1' }] } }, true],
    [{ detail: { type: [{ suffix: '.v2' }] } }, false],
    [{ detail: { name: [{ 'equals-ignore-case': 'extract.csv' }] } }, true],
    [{ detail: { name: [{ suffix: { 'equals-ignore-case': '.csv' } }] } }, true],
    [{ detail: { name: [{ suffix: '.csv' }] } }, false],
    [{ detail: { type: [{ wildcard: 'council.*.v1' }] } }, true],
    [{ detail: { type: [{ wildcard: 'council.*.v2' }] } }, false],
    [{ detail: { type: [{ wildcard: 'council.r?covery*' }] } }, false],
    [{ detail: { rows: [{ numeric: ['>', 10, '<=', 12] }] } }, true],
    [{ detail: { rows: [{ numeric: ['>', 12] }] } }, false],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { tags: ['c'] } }, false],
    [{ detail: { none: [null] } }, true],
    [{ detail: { flag: [true] } }, true],
    [{ detail: { flag: ['true'] } }, false],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { missing: [{ exists: true }] } }, false],
    [{ detail: { rows: [{ exists: true }] } }, true],
    [{ detail: { deeper: { missing: [{ exists: false }] } } }, true],
    [{ source: [{ 'anything-but': 'council.other' }] }, true],
    [{ source: [{ 'anything-but': ['council.intake', 'x'] }] }, false],
    [{ source: [{ 'anything-but': { prefix: 'council.' } }] }, false],
    [{ source: [{ 'anything-but': { suffix: ['.notices', '.sync'] } }] }, true],
    [{ detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    [{ $or: [{ source: ['x'] }, { detail: { rows: [12] } }] }, true],
    [{ $or: [{ source: ['x'] }, { detail: { rows: [1] } }] }, false],
    [{ constructor: ['x'] }, false],
  ])('%j matches: %s', (pattern, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
  });

  test.each([
    { source: 'text' },
    { source: [{ cidr: '10.0.0.0/8' }] },
    { source: [{ prefix: 1 }] },
    { n: [{ numeric: ['~', 1] }] },
  ])('%j is refused', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(/^pattern/);
  });
});
