import type { CloudEvent } from '../../contracts/envelope.ts';

const COUNTS = /^\d{1,15}$/;

/** Words about one thing are ordered by their source's sequence, or by its time where it counts nothing. */
export const orderOf = ({ sequence, time }: Pick<CloudEvent, 'sequence' | 'time'>): number =>
  sequence !== undefined && COUNTS.test(sequence) ? Number(sequence) : Date.parse(time);
