import { done, type Outcome } from '../../shared/outcome.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Notice } from '../notice.ts';
import { become, toRelease } from '../transition.ts';
import type { Deps } from './deps.ts';

const WAKE_SECONDS = 1;

/**
 * Gives a notice back that was released or claimed and of which nothing has left: planned again, due at once unless it
 * says when.
 */
export async function giveBack(
  { store, now, wake }: Pick<Deps, 'store' | 'now' | 'wake'>,
  notice: Notice,
  { reason, due_at }: { reason: string; due_at?: number },
): Promise<Outcome> {
  const at = now();
  const changes = { slot_at: null, claimed_at: null, lease_until: null, due_at: due_at ?? notice.due_at };
  const planned = become(notice, 'planned', { at, by: 'send-notices', reason }, changes);
  const written = await store.put(planned, toRelease(noticeTypes[notice.type].standing, due_at ?? at));
  if (written && due_at === undefined) await wake(WAKE_SECONDS);
  return done;
}
