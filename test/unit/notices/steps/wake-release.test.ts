import { expect, test } from 'vitest';
import { waking } from '../../../../functions/notices/steps/wake-release.ts';

function world() {
  const clock = { now: 0, fails: false };
  const sent: { at: number; delay: number }[] = [];
  const wake = waking(
    async (_, delay) => {
      if (clock.fails) throw new Error('no queue');
      sent.push({ at: clock.now, delay });
    },
    () => clock.now,
  );
  return { clock, sent, wake };
}

test('one wake-up serves everything that is asked for before it arrives', async () => {
  const { clock, sent, wake } = world();
  for (const at of [0, 999, 1000, 1500, 2500]) {
    clock.now = at;
    await wake(1);
  }
  expect(sent.map(({ at }) => at)).toEqual([0, 1000, 2500]);
});

test('many workers that ask at once get one', async () => {
  const { sent, wake } = world();
  await Promise.all([wake(1), wake(1), wake(1)]);
  expect(sent).toHaveLength(1);
});

test('one that is asked for sooner than what is on its way is sent as well', async () => {
  const { sent, wake } = world();
  await wake(5);
  await wake(1);
  await wake(5); // what arrives in a second serves those that would wait for five
  expect(sent).toEqual([
    { at: 0, delay: 5 },
    { at: 0, delay: 1 },
  ]);
});

test('one that could not be sent is sent when it is asked for again', async () => {
  const { clock, sent, wake } = world();
  clock.fails = true;
  const asked = await Promise.allSettled([wake(1), wake(1)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  clock.fails = false;
  await wake(1);
  expect(sent).toHaveLength(1);
});
