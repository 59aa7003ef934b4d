// An officer says of when the state is that was put back: what is refused, in which words, and that nothing has changed then.
import { expect, test } from 'vitest';
import { crier } from '../../support/command.ts';
import { officer } from '../../support/officer-command.ts';
import { NOW, officersWorld } from '../../support/officers.ts';

const SINCE = '2026-09-28T18:00:00+01:00';
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();

/** A platform whose state is a copy, and an officer's command lines. */
async function putBack() {
  const world = officersWorld();
  await world.store.control.stop({ kind: 'copy', by: 'the notices table', at: null, reason: 'it is a copy' });
  const { run, asked } = await officer(world);
  const restored = (...args: string[]) => run('restored', ...args);
  return { ...world, run, restored, asked };
}

const said = (since: string, ...more: string[]) => ['--since', since, '--reason', 'the disk failed', '--yes', ...more];

const LIKE = 'give a day that there is, the time and its offset, as 2026-09-29T10:00:00+01:00.';

test.each<[what: string, args: string[], words: string]>([
  ['no day', ['--reason', 'x', '--yes'], 'Say when the copy was taken: --since 2026-09-29T10:00:00+01:00.'],
  ['an empty day', said(' '), 'Say when the copy was taken: --since 2026-09-29T10:00:00+01:00.'],
  ['a word', said('yesterday'), `--since "yesterday" is no time: ${LIKE}`],
  ['a number', said('5'), `--since "5" is no time: ${LIKE}`],
  ['a day that there is not', said('2026-02-30T10:00:00Z'), `--since "2026-02-30T10:00:00Z" is no time: ${LIKE}`],
  ['an hour that there is not', said('2026-09-28T25:00:00Z'), `--since "2026-09-28T25:00:00Z" is no time: ${LIKE}`],
  ['a day without its time', said('2026-09-28'), `--since "2026-09-28" is no time: ${LIKE}`],
  ['a time without its offset', said('2026-09-28T18:00:00'), `--since "2026-09-28T18:00:00" is no time: ${LIKE}`],
  ['no reason', ['--since', SINCE, '--yes'], 'Say why, for your colleagues: --reason "TEXT".'],
  ['a blank reason', ['--since', SINCE, '--reason', ' ', '--yes'], 'Say why, for your colleagues: --reason "TEXT".'],
  [
    'too long a reason',
    ['--since', SINCE, '--reason', 'x'.repeat(301), '--yes'],
    'reason must have at most 300 characters',
  ],
  [
    'a day in the future',
    said('2026-09-29T10:01:00+01:00'),
    'Tuesday 29 September 2026 at 10:01 has not been yet: it is Tuesday 29 September 2026 at 10:00 here. Say when the copy was taken.',
  ],
  [
    'nobody to ask',
    ['--since', SINCE, '--reason', 'x'],
    'The state of Monday 28 September 2026 at 18:00 was put back, and each source has sent again what it told since.',
  ],
  ['a stack, as other commands take one', said(SINCE, '--stack', 'crier-york-test'), "Unknown option '--stack'"],
  ['a word too many', [...said(SINCE), 'stockton'], '"stockton" is one argument too many.'],
])('%s is wrong usage, and changes nothing', async (_, args, words) => {
  const { restored, store, done } = await putBack();
  const { code, out, err } = await restored(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.split('\n')[0]).toContain(words);
  expect(await store.control.switches()).toMatchObject({ restored: null, stops: [{ kind: 'copy' }] });
  expect(done).toEqual([]);
});

test('a copy that is older than GOV.UK Notify remembers is refused, and what can be done is said', async () => {
  const { restored, store, done } = await putBack();
  const { code, err } = await restored(...said(ago(7 * 24 + 1)));
  expect(code).toBe(1);
  expect(err).toMatch(
    /^GOV\.UK Notify remembers messages for seven days, .* Put a newer copy back\. .*crier cancel RUN\.$/m,
  );
  expect(await store.control.switches()).toMatchObject({ restored: null, stops: [{ kind: 'copy' }] });
  expect(done).toEqual([]);
  expect(await restored(...said(ago(7 * 24)))).toMatchObject({ code: 0, err: '' });
});

test('while sending goes on it is refused: nothing of it would be known as a copy', async () => {
  const world = officersWorld();
  const { run } = await officer(world);
  const template = { kind: 'template', template: 'Soft', by: 'send-notices', at: NOW, reason: 'http-418' } as const;
  await world.store.control.stop(template); // one wording is not all
  const { code, out, err } = await run('restored', ...said(SINCE));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /^Sending is not stopped, so nothing was changed\. .*crier stop --reason "TEXT"\), then say this again\.$/m,
  );
  expect((await world.store.control.switches()).restored).toBeNull();
  expect(world.done).toEqual([]);
  await run('stop', '--reason', 'the table is put back');
  expect(await run('restored', ...said(SINCE))).toMatchObject({ code: 0, err: '' });
});

test('said once, it lifts the stop of the copy and no other; said again, the newer word counts and that is told', async () => {
  const { run, restored, store } = await putBack();
  await run('stop', '--reason', 'the table is put back');
  const once = await restored(...said('2026-09-29T08:00:00+01:00'));
  expect(once).toMatchObject({ code: 0, err: '' });
  expect(once.out).toContain('Each notice is sent once GOV.UK Notify has said that it does not have it.');
  expect(once.out).toContain('Something else stops sending too:\nSending was stopped by pat on');
  expect(once.out).not.toContain('somebody has said this before');
  const again = await restored(...said(SINCE));
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(again.out).toContain('This state was not held as a copy, or somebody has said this before');
  expect(await store.control.switches()).toMatchObject({
    ...{ stops: [{ kind: 'officer' }], restored: { since: Date.parse(SINCE), by: 'pat', reason: 'the disk failed' } },
  });
  expect((await run('status')).out).toContain(
    'The state of Monday 28 September 2026 at 18:00 was put back by pat (the disk failed)',
  );
  expect(JSON.parse((await restored(...said(SINCE, '--json'))).out)).toMatchObject({ lifted: false });
});

test('a stop whose beginning nobody saw is said without a day', async () => {
  const { run } = await putBack();
  const { out } = await run('status');
  expect(out).toContain('Sending stopped by itself: an older state was put back (it is a copy).');
  expect(out).not.toContain('1970');
  expect(JSON.parse((await run('status', '--json')).out)).toMatchObject({ stops: [{ kind: 'copy', at: null }] });
});

test('where no Crier answers, or it does not know the token, it says so', async () => {
  const { restored, asked } = await putBack();
  const gone = await crier(['restored', ...said(SINCE), '--url', 'http://127.0.0.1:1', '--token', 'x']);
  expect(gone).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Is npm start running?') });
  const stranger = await restored(...said(SINCE, '--token', `crier-darlington-test.${'a'.repeat(43)}`));
  expect(stranger).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not know this token') });
  expect(asked).toEqual(['POST /api/officers/restored']);
});
