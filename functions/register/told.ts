import type { CloudEvent, Contract } from '../../contracts/envelope.ts';
import type { MakeKey } from '../shared/ids.ts';

/** An event as a door has it: as it goes on the bus, and as its source wrote it, contact data and all. */
export type Told = {
  contract: Contract;
  fact: CloudEvent;
  written: Readonly<Record<string, unknown>>;
  source: string;
  key: MakeKey;
};

const COUNTS = /^\d{1,15}$/;

/** Words about one thing are ordered by their source's sequence, or by its time where it counts nothing. */
export const orderOf = ({ sequence, time }: Pick<CloudEvent, 'sequence' | 'time'>): number =>
  sequence !== undefined && COUNTS.test(sequence) ? Number(sequence) : Date.parse(time);
