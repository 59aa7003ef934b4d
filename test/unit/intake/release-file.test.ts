import { describe, expect, test } from 'vitest';
import type { HeldSnapshot } from '../../../functions/intake/ports.ts';
import { releaseFile } from '../../../functions/intake/release-file/release-file.ts';
import { inMemoryIntakeTable } from '../../support/intake.ts';

const object = { bucket: 'inbox', key: 'tenants.csv', version_id: 'v2', etag: '' };
const HELD: HeldSnapshot = { layout: 'tenants', object, file: 'f2', lost: 6, of: 10, against: 1, at: 0 };

async function worldWith(taken: number) {
  const table = inMemoryIntakeTable();
  for (let number = 1; number <= taken; number += 1) {
    const file = `taken ${number}`;
    await table.beginSnapshot('tenants', { file, number });
    await table.snapshotTaken('tenants', { file, number, records: 10, columns: [], sha256: file, at: 0 });
  }
  await table.holdSnapshot(HELD);
  const woken: unknown[] = [];
  const recorded: unknown[] = [];
  const deps = {
    officers: async () => ({ officer: 'right' }),
    table,
    wake: async (message: unknown) => void woken.push(message),
    record: (_: string, about: object) => void recorded.push(about),
  };
  const ask = (body: unknown, token = 'right') =>
    releaseFile(
      deps as never,
      {
        ...{ method: 'POST', path: '/officers/files/release', query: {}, contentType: 'application/json' },
        ...{ authorization: `Bearer ${token}`, body: JSON.stringify(body) },
      } as never,
    );
  return { ask, woken, recorded };
}
const SAID = { file: 'tenants.csv', by: 'Ann', reason: 'They moved to another landlord' };

describe('an officer releases a snapshot that is held', () => {
  test('and that version of it is taken up again', async () => {
    const { ask, woken, recorded } = await worldWith(1);
    expect(await ask(SAID)).toMatchObject({ status: 202, body: { file: 'tenants.csv', lost: 6, of: 10 } });
    expect(woken).toEqual([
      {
        released: true,
        detail: { bucket: { name: 'inbox' }, object: { key: 'tenants.csv', etag: '', 'version-id': 'v2' } },
      },
    ]);
    expect(recorded).toMatchObject([{ by: 'Ann', reason: SAID.reason, layout: 'tenants' }]);
  });

  test.each([
    ['of another name', { ...SAID, file: 'else.csv' }, 1, 404],
    ['after a later one was taken', SAID, 2, 409],
    ['without a reason', { ...SAID, reason: ' ' }, 1, 400],
    ['without a name', { ...SAID, by: undefined }, 1, 400],
  ])('but not one %s', async (_, said, taken, status) => {
    const { ask, woken } = await worldWith(taken);
    expect(await ask(said)).toMatchObject({ status });
    expect(woken).toEqual([]);
  });
});
