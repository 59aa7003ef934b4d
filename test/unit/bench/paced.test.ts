import { expect, test } from 'vitest';
import { sendPaced } from '../../../bench/paced.ts';

test('the benchmark of the pace sends every notice that it planned, none too soon', async () => {
  expect(await sendPaced(200, 0)).toMatchObject({ stored: 200, doubted: 0, limited: 0 });
});
