import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../contracts/catalogue.ts';
import { LAYOUTS_FOLDER, layoutsIn } from '../../../contracts/files/layouts.ts';
import { changesBetween, inOrder, type Shape, shapeOf, versionsOf } from '../../../contracts/versions.ts';
import { snapshotsIn } from '../../../functions/performance/catalogue/read-sources.ts';

const of = (events: Shape['events'], files: Shape['files'] = {}): Shape => ({ events, files });

describe('what changed between two versions', () => {
  const before = of({
    'a.v1': { ref: 'required: text', code: 'optional: `x`, `y`', on: 'optional: day' },
    'old.v1': {},
  });
  test.each([
    ['nothing', before.events['a.v1']!, [], false],
    [
      'a field that may be left out',
      { ...before.events['a.v1'], more: 'optional: text' },
      ['`more` is new: optional: text'],
      false,
    ],
    [
      'a field that is required',
      { ...before.events['a.v1'], more: 'required: text' },
      ['`more` is new: required: text'],
      true,
    ],
    [
      'a field that may be left out, with one that is required in it',
      { ...before.events['a.v1'], place: 'optional: object', 'place.lat': 'required: number' },
      ['`place` is new: optional: object', '`place.lat` is new: required: number'],
      false,
    ],
    ['a field that is gone', { ref: 'required: text', code: 'optional: `x`, `y`' }, ['`on` is gone'], true],
    [
      'another form',
      { ...before.events['a.v1'], on: 'optional: time' },
      ['`on` was optional: day; is optional: time'],
      true,
    ],
    [
      'a further code',
      { ...before.events['a.v1'], code: 'optional: `x`, `y`, `z`' },
      ['`code` may also be `z`'],
      false,
    ],
    ['a code less', { ...before.events['a.v1'], code: 'optional: `y`' }, ['`code` is never `x` any more'], true],
  ])('%s', (_, fields, details, breaks) => {
    const changes = changesBetween(before, of({ 'a.v1': fields as Record<string, string>, 'old.v1': {} }));
    expect(changes).toEqual(
      details.length === 0 ? [] : [{ of: 'a.v1', kind: 'event', what: 'changed', details, breaks }],
    );
  });

  test('events and files that are new, and those that are gone', () => {
    expect(changesBetween(of({ 'old.v1': {} }), of({ 'new.v1': {} }, { moves: {} }))).toEqual([
      { of: 'new.v1', kind: 'event', what: 'new', details: [], breaks: false },
      { of: 'old.v1', kind: 'event', what: 'gone', details: [], breaks: true },
      { of: 'moves', kind: 'file', what: 'new', details: [], breaks: false },
    ]);
  });
});

test('versions stand the newest first, numbers as numbers, and what is in none before them', () => {
  const at = (version: string, events: Shape['events']) => ({ version, on: '2026-11-28', says: '', ...of(events) });
  const told = versionsOf([at('0.9.0', {}), at('0.10.0', { 'a.v1': {} })], of({ 'a.v1': {}, 'b.v1': {} }));
  expect(told.map(({ version, changes }) => [version, changes.map((each) => each.of)])).toEqual([
    [null, ['b.v1']],
    ['0.10.0', ['a.v1']],
    ['0.9.0', []],
  ]);
  expect(versionsOf([at('0.9.0', {})], of({})).map(({ version }) => version)).toEqual(['0.9.0']);
});

// From version 1.0 on a contract takes additions that may be left out, and nothing else (contracts/README.md).
test('since version 1.0 no version has changed an event in a way that breaks', () => {
  const versions = versionsOf(snapshotsIn('.'), shapeOf(catalogue, layoutsIn(LAYOUTS_FOLDER)));
  expect(versions.at(-1)?.version).toBe('0.1.0');
  expect(versions.find(({ version }) => version === '0.2.0')?.changes.some(({ breaks }) => breaks)).toBe(true);
  const inUse = versions.filter(({ version }) => version !== null && inOrder([version, '1.0.0'])[0] === '1.0.0');
  const broken = (all: typeof versions) =>
    all.flatMap(({ changes }) =>
      changes.filter(({ kind, breaks }) => kind === 'event' && breaks).map((each) => each.of),
    );
  const next = inUse.length > 0 ? versions.filter(({ version }) => version === null) : [];
  expect(broken([...next, ...inUse.filter(({ version }) => version !== '1.0.0')])).toEqual([]);
});
