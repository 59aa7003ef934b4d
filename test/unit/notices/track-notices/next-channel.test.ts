import { expect, test } from 'vitest';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import type { Look } from '../../../../functions/notices/rules/look.ts';
import { goOn } from '../../../../functions/notices/track-notices/go-on.ts';
import { keyOf, plannedNotice, recipientOf } from '../../../support/planned-notice.ts';

test.each(['go', 'wait'] as const)('the next channel is the one that the look chose: %s', async (kind) => {
  // A look that passes over a channel, as it does where that one reaches nobody: here none is next in the list.
  const failed = plannedNotice('a', { state: 'refused', channel: 'email', address: keyOf('mail-a'), variant: 'full' });
  const chosen = { ...recipientOf(failed), channel: 'sms', address: keyOf('mobile-a'), variant: 'neutral' } as const;
  const due_at = failed.due_at + 3_600_000;
  const look: Look =
    kind === 'go' ? { kind, recipient: chosen } : { kind, due_at, reason: 'outside-window', recipient: chosen };
  const deps = { now: () => failed.due_at, lookAtNextChannel: async () => look, catalogue: ourCatalogue };
  expect(await goOn(deps, failed)).toMatchObject({
    state: 'planned',
    channel: 'sms',
    address: keyOf('mobile-a'),
    variant: 'neutral',
    due_at: kind === 'wait' ? due_at : failed.due_at,
  });
});

test.each([
  ['ct.bill.document', 'set-aside', 'too-late-in-law'],
  ['ct.bill.ready', 'exhausted', 'too-late-in-law'],
])('%s without a way is %s: a document is an officer’s', async (type, state, reason) => {
  const failed = plannedNotice('a', { type, state: 'refused', channel: 'email' });
  const look: Look = { kind: 'blocked', codes: [], reason: 'too-late-in-law' };
  const deps = { now: () => failed.due_at, lookAtNextChannel: async () => look, catalogue: ourCatalogue };
  expect(await goOn(deps, failed)).toMatchObject({ state, reason });
});
