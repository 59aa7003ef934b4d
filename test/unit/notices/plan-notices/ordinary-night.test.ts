import { expect, test } from 'vitest';
import type { ReadRegister, WriteRegister } from '../../../../functions/register/register.ts';
import { aDebt } from '../../../support/builders.ts';
import { inMemoryNoticeStore } from '../../../support/notice-store.ts';
import { noting } from '../../../support/noting.ts';
import { planningWorld } from '../../../support/planning-world.ts';
import { inMemoryRegister } from '../../../support/register.ts';

test('an ordinary night of an extract pays nothing for what events may tell: no read and no write more', async () => {
  const calls: string[] = [];
  const world = planningWorld(
    undefined,
    (now) => ({
      store: noting(inMemoryNoticeStore(), 'store', calls),
      register: noting<ReadRegister & WriteRegister>(inMemoryRegister(now), 'register', calls),
    }),
    noting({ look: async () => ({ ok: false, reason: 'document-missing' }) as const }, 'documents', calls),
  );
  await world.snapshot(aDebt());
  expect(calls).toEqual([
    'register.keep',
    'register.matter',
    ...['store.ofMatter', 'store.takeAddress', 'store.enter', 'store.put', 'store.putDecision'],
  ]);
});
