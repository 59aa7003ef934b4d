import { contractOf } from './catalogue.ts';
import type { CloudEvent } from './envelope.ts';

/** What decides which of two facts is newer. */
export type Newness = Pick<CloudEvent, 'id' | 'time'> & { sequence: string };

export type Order = {
  /** 1 to 15 digits without leading zeros: the source's own; for a fact without one, its time in milliseconds since 1970. */
  sequence: string;
  /** What it tells of, where it tells how things stand: there the newest of one subject is enough. Null where each counts. */
  told: string | null;
};

const COUNTS = /^\d{1,15}$/;

/** By what a fact is put in order among those about one subject (sync, section 4). */
export const orderOf = (event: Pick<CloudEvent, 'type' | 'time' | 'sequence' | 'data'>): Order => ({
  sequence: sequenceOf(event),
  told: toldOf(event),
});

/** 1 to 15 digits without leading zeros. What is written otherwise is no sequence: the door has left it out. */
export function sequenceOf({ sequence, time }: Pick<CloudEvent, 'time' | 'sequence'>): string {
  const counted = sequence !== undefined && COUNTS.test(sequence) ? Number(sequence) : Date.parse(time);
  return String(Math.max(0, counted));
}

function toldOf({ type, data }: Pick<CloudEvent, 'type' | 'data'>): string | null {
  const contract = contractOf(type);
  if (contract?.order !== 'newest') return null;
  const { told_of } = contract;
  return 'of' in told_of ? told_of.of : String((data as Readonly<Record<string, unknown>>)[told_of.by]);
}

/** By sequence as whole numbers, then the later time, then the greater id. A fact is not newer than itself. */
export function isNewer(one: Newness, than: Newness): boolean {
  const by = Number(one.sequence) - Number(than.sequence) || Date.parse(one.time) - Date.parse(than.time);
  return by === 0 ? one.id > than.id : by > 0;
}
