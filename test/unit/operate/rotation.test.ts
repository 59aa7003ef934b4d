import { expect, test } from 'vitest';
import { isSecret } from '../../../contracts/subscriber.ts';
import { madeFor, stackOfToken, stepped } from '../../../infra/operate/rotation.ts';

/** Values as they are made, in turn. */
function maker() {
  let n = 0;
  return () => {
    n += 1;
    return `new-${n}`;
  };
}

test('a rotation begins with both values, and ends with either: the new one, or the old one as before', () => {
  const made = maker();
  const begun = stepped(['old'], 'begin', made);
  expect(begun).toEqual({ outcome: 'begun', values: ['new-1', 'old'] });
  expect(stepped(begun.values, 'finish', made)).toEqual({ outcome: 'finished', values: ['new-1'] });
  expect(stepped(begun.values, 'back', made)).toEqual({ outcome: 'gone-back', values: ['old'] });
});

test('one that was stopped half way goes on when it is asked for again: no third value is made, and no step counts twice', () => {
  const made = maker();
  const { values } = stepped(['old'], 'begin', made);
  expect(stepped(values, 'begin', made)).toEqual({ outcome: 'under-way', values });
  const { values: finished } = stepped(values, 'finish', made);
  for (const step of ['finish', 'back'] as const)
    expect(stepped(finished, step, made)).toEqual({ outcome: 'none', values: finished });
});

test('a name without a value gets its first, and nothing of it can be finished before', () => {
  expect(stepped([], 'begin', maker())).toEqual({ outcome: 'first', values: ['new-1'] });
  expect(stepped([], 'finish', maker())).toEqual({ outcome: 'none', values: [] });
});

test('a token says whose it is, and what signs webhooks has the form that subscribers know', () => {
  expect(stackOfToken(madeFor('sources', 'crier-darlington-test'))).toBe('crier-darlington-test');
  expect(isSecret(madeFor('subscribers', 'crier-stockton-test'))).toBe(true);
  for (const odd of ['', 'local-officer', 'crier-x.short', `other.${'a'.repeat(43)}`, `crier-x.${'a'.repeat(44)}`])
    expect(stackOfToken(odd)).toBeNull();
});
