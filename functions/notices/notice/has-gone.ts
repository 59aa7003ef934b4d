import { type Notice, STOPPED_UNSENT, wasSent } from './notice.ts';

/** Whether its dedupe key and its address are free again: stopped, and nothing of it was ever at Notify (S19). */
export const isFree = (notice: Notice): boolean => STOPPED_UNSENT.includes(notice.state) && !wasSent(notice);

/** Whether it waits to go out, or for an officer. */
export const isWaiting = ({ state }: Notice): boolean => state === 'planned' || state === 'set-aside';
