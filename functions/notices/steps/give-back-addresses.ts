import type { Key } from '../../shared/ids.ts';
import { claimOf } from '../notice/claim.ts';
import type { Notice } from '../notice/notice.ts';
import type { NoticeStore } from '../store/ports.ts';

/**
 * Gives back the address of a notice, and the one that it left, where they still are its own.
 * @param keeps what it goes on having
 * @returns whether any was given back: another notice may have been waiting for it
 */
export async function giveBackAddresses(
  store: Pick<NoticeStore, 'giveBackAddress'>,
  notice: Notice,
  keeps?: Key,
): Promise<boolean> {
  const all = [claimOf(notice), notice.left].filter((address): address is Key => !!address && address !== keeps);
  const given = await Promise.all(all.map((address) => store.giveBackAddress(address, notice)));
  return given.includes(true);
}
