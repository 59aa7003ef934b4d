import { sortable } from '../../shared/sortable.ts';
import type { Place } from '../rules/subject.ts';

/**
 * The sync table: a partition key `pk` and a sort key `sk`, both text, and no index. Its references are plain where a
 * subscriber was told them, so it has the council's own key; it holds no contact data.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `SUBJECT#<subscriber>#<subject>` | `SUBJECT` | the newest facts known, what waits, and what is under way |
 * | `SUBJECT#<subscriber>#<subject>` | `DELIVERY#<event id>` | how one ended, with what was disclosed |
 * | `SUBSCRIBER#<subscriber>` | `CIRCUIT` | tries that failed in a row, and whether it is open |
 * | `SUBSCRIBER#<subscriber>` | `PACE` | the next slot |
 * | `SUBSCRIBER#<subscriber>` | `OUTBOX` | of one by file: the number of its last file, since when it gathers, and the file that is settled |
 * | `DEAD#<subscriber>` | `<instant>#<event id>` | that a delivery died then: its record says whether it still is |
 * | `AGENDA#<subscriber>` | `<instant>#<digest>` | subjects to look at from this instant, or for the next file, up to 23 |
 */
export const SYNC = { partitionKey: 'pk', sortKey: 'sk' } as const;

export const DELIVERY = 'DELIVERY#';
export const partitionOf = ({ subscriber, subject }: Place): string => `SUBJECT#${subscriber}#${subject}`;
export const subjectPlace = (place: Place) => ({ pk: partitionOf(place), sk: 'SUBJECT' });
export const deliveryPlace = (place: Place, id: string) => ({ pk: partitionOf(place), sk: `${DELIVERY}${id}` });
export const deadPartition = (subscriber: string): string => `DEAD#${subscriber}`;
export const deadPlace = (subscriber: string, { at, id }: { at: number; id: string }) => ({
  pk: deadPartition(subscriber),
  sk: `${sortable(at)}#${id}`,
});
export const circuitPlace = (subscriber: string) => ({ pk: `SUBSCRIBER#${subscriber}`, sk: 'CIRCUIT' });
export const outboxPlace = (subscriber: string) => ({ pk: `SUBSCRIBER#${subscriber}`, sk: 'OUTBOX' });
export const pacePlace = (subscriber: string) => ({ pk: `SUBSCRIBER#${subscriber}`, sk: 'PACE' });
