import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import { endForGood, letGoOn } from '../../../../functions/notices/steps/decide-set-aside.ts';
import { pdfThatSays } from '../../../support/documents.ts';
import { recipientOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORD = { officer: 'pat', note: 'Looked at' };

/** A letter, and the text that says it was sent: both due now. */
async function letterAndCover() {
  const world = sendingWorld();
  const document = world.documents.put('a/letter.pdf', pdfThatSays('a letter'));
  const letter = await world.plan('letter', { channel: 'letter', document });
  const notice = (await world.store.get(letter)) as Notice;
  world.looks.set(letter, { kind: 'go', recipient: { ...recipientOf(notice), document } });
  const cover = await world.plan('cover', { speaks_of: letter });
  return { world, letter, cover, get: async (id: Notice['id']) => (await world.store.get(id)) as Notice };
}

type Pair = Awaited<ReturnType<typeof letterAndCover>>;
const atNotify = ({ world }: Pair) => world.atNotify.map(({ reference }) => reference.split('.').at(-1));

describe('a cover', () => {
  it('goes once Notify has read the pages of its letter', async () => {
    const pair = await letterAndCover();
    await pair.world.runFor(5_000);
    expect(atNotify(pair)).toEqual(['letter']);
    pair.world.atNotify[0]!.status = 'received';
    await pair.world.runFor(5 * MINUTE);
    expect(atNotify(pair)).toEqual(['letter', 'sms']);
  });

  it('waits while its letter is set aside, and goes after it when an officer lets that go on', async () => {
    const pair = await letterAndCover();
    const { world, letter, cover, get } = pair;
    world.answers.push(() => ({ kind: 'unknown', error: 'BadRequestError' }));
    await world.runFor(2 * HOUR);
    expect(await get(letter)).toMatchObject({ state: 'set-aside' });
    expect(await get(cover)).toMatchObject({ state: 'planned', reason: 'document-waits' });
    expect(atNotify(pair)).toEqual([]);
    await letGoOn(world, await get(letter), WORD);
    await world.runFor(MINUTE);
    world.atNotify[0]!.status = 'received';
    await world.runFor(HOUR);
    expect(atNotify(pair)).toEqual(['letter', 'sms']);
  });

  it.each([
    ['had nothing of it', undefined],
    ['could not print it', 'validation-failed'],
  ])('does not go when an officer ends its letter, of which Notify %s', async (_, status) => {
    const pair = await letterAndCover();
    const { world, letter, cover, get } = pair;
    if (!status) world.answers.push(() => ({ kind: 'unknown', error: 'BadRequestError' }));
    await world.runFor(5_000);
    if (status) world.atNotify[0]!.status = status;
    await world.runFor(3 * MINUTE);
    await endForGood(world, await get(letter), WORD);
    await world.runFor(HOUR);
    expect(await get(cover)).toMatchObject({ state: 'blocked', reason: 'document-not-sent' });
    expect(atNotify(pair)).not.toContain('sms');
  });

  it('stands by a letter whose template has stopped without circling', async () => {
    const pair = await letterAndCover();
    const { world, letter, cover, get } = pair;
    for (const name of ['x', 'y', 'z']) {
      world.answers.push(() => ({ kind: 'unknown', error: 'BadRequestError' }));
      const document = world.documents.put(`${name}.pdf`, pdfThatSays(name));
      const id = await world.plan(name, { channel: 'letter', document });
      world.looks.set(id, { kind: 'go', recipient: { ...recipientOf(await get(id)), document } });
    }
    await world.runFor(3 * HOUR);
    expect((await get(letter)).state).toMatch(/^(planned|set-aside)$/);
    expect(await get(cover)).toMatchObject({ state: 'planned' });
    expect((await get(cover)).history.length).toBeLessThan(5);
    expect(atNotify(pair)).not.toContain('sms');
  });
});
