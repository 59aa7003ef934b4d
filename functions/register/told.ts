import type { CloudEvent, Contract } from '../../contracts/envelope.ts';
import { sequenceOf } from '../../contracts/order.ts';
import type { MakeKey } from '../shared/ids.ts';

/** An event as a door has it: as it goes on the bus, and as its source wrote it, contact data and all. */
export type Told = {
  contract: Contract;
  fact: CloudEvent;
  written: Readonly<Record<string, unknown>>;
  source: string;
  key: MakeKey;
};

/** Words about one thing are ordered by their source's sequence, or by its time where it counts nothing. */
export const orderOf = (event: Pick<CloudEvent, 'sequence' | 'time'>): number => Number(sequenceOf(event));

/**
 * What decides between two words of the same order, so that they end the same in whatever order they come: texts that are
 * compared by sequence, then time, then id.
 */
export const tieOf = (event: Pick<CloudEvent, 'sequence' | 'time' | 'id'>): string =>
  [sequenceOf(event).padStart(15, '0'), new Date(event.time).toISOString(), event.id].join(' ');
