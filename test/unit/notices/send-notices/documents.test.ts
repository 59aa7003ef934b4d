import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../../functions/notices/notice/notice.ts';
import type { Look } from '../../../../functions/notices/rules/look.ts';
import { pdfThatSays, sumOf } from '../../../support/documents.ts';
import { recipientOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PDF = pdfThatSays('a letter');
const document = { key: 'a/letter.pdf', sha256: sumOf(PDF) };

/** A letter that every look lets go. */
async function letterIn(world: ReturnType<typeof sendingWorld>) {
  const id = await world.plan('a', { channel: 'letter', document });
  const notice = (await world.store.get(id)) as Notice;
  const go: Look = { kind: 'go', recipient: { ...recipientOf(notice), document } };
  world.looks.set(id, go);
  return id;
}

describe('a letter', () => {
  it('is read when it is sent, and asked about as soon as Notify has had time for its checks', async () => {
    const world = sendingWorld();
    world.documents.put(document.key, PDF);
    const id = await letterIn(world);
    await world.runFor(2_000);
    const [sent] = world.atNotify as unknown as { pdf: Uint8Array; reference: string }[];
    expect([sent?.reference, sent && sumOf(sent.pdf)]).toEqual([`${id}.letter`, document.sha256]);
    Object.assign(world.atNotify[0]!, { status: 'received', cost_pence: 61 });
    await world.runFor(2 * MINUTE);
    expect(await world.store.get(id)).toMatchObject({
      state: 'delivered',
      version: 4, // planned, claimed, accepted, delivered: that Notify was asked is no write of its own
      attempts: { letter: { detail: 'received', cost_pence: 61 } },
    });
  });

  it('that a newer word brings another document for is on record with the one that was sent', async () => {
    const world = sendingWorld();
    const newer = pdfThatSays('a newer letter');
    const id = await letterIn(world);
    const { recipient } = world.looks.get(id) as Extract<Look, { kind: 'go' }>;
    world.looks.set(id, { kind: 'go', recipient: { ...recipient, document: world.documents.put('b.pdf', newer) } });
    await world.runFor(2_000);
    expect(await world.store.get(id)).toMatchObject({ state: 'accepted', document: { sha256: sumOf(newer) } });
  });

  it('whose document changed after the look is not posted: it waits an hour for its source', async () => {
    const world = sendingWorld();
    world.documents.put(document.key, pdfThatSays('another letter'));
    const id = await letterIn(world);
    await world.runFor(10 * MINUTE);
    expect(world.atNotify).toEqual([]);
    expect(await world.store.get(id)).toMatchObject({ state: 'planned', reason: 'document-unreadable' });
    world.documents.put(document.key, PDF);
    await world.runFor(HOUR);
    expect(world.atNotify).toHaveLength(1);
  });

  it.each(['validation-failed', 'virus-scan-failed'])(
    'that is %s at Notify is an officer’s, with that word',
    async (status) => {
      const world = sendingWorld();
      world.documents.put(document.key, PDF);
      const id = await letterIn(world);
      await world.runFor(2_000);
      world.atNotify[0]!.status = status;
      await world.runFor(2 * MINUTE);
      expect(await world.store.get(id)).toMatchObject({ state: 'set-aside', reason: status, detail: status });
      expect(world.alarms).toContain('letter-refused');
      await world.runFor(72 * HOUR);
      expect(await world.stateOf(id)).toBe('set-aside');
      expect(world.atNotify).toHaveLength(1);
    },
  );

  it('that Notify will never take is an officer’s too, and no other channel is tried', async () => {
    const world = sendingWorld();
    world.documents.put(document.key, PDF);
    const id = await letterIn(world);
    world.answers.push(() => ({ kind: 'refused', error: 'BadRequestError' }));
    await world.runFor(2 * MINUTE);
    expect(await world.store.get(id)).toMatchObject({ state: 'set-aside', reason: 'refused-by-notify' });
    expect(world.atNotify).toEqual([]);
  });

  it('of which nobody knows whether it was posted is asked for by its reference, and not posted twice', async () => {
    const world = sendingWorld();
    world.documents.put(document.key, PDF);
    const id = await letterIn(world);
    world.answers.push((store) => {
      store();
      return { kind: 'uncertain', error: 'ECONNRESET' };
    });
    await world.runFor(3 * MINUTE);
    expect(await world.stateOf(id)).toBe('accepted');
    expect(world.atNotify).toHaveLength(1);
  });

  it('is no more than the day’s limit for letters, whatever texts there are', async () => {
    const world = sendingWorld({ settings: { daily_limits: { sms: 10, email: 10, letter: 0 } } });
    world.documents.put(document.key, PDF);
    const id = await letterIn(world);
    await world.runFor(5 * MINUTE);
    expect(world.atNotify).toEqual([]);
    expect(await world.store.get(id)).toMatchObject({ state: 'planned', reason: 'day-used-up' });
  });
});
