import type { Agendas } from '../../shared/agenda-pages.ts';
import type { Key } from '../../shared/ids.ts';
import type { Circuit } from '../rules/circuit.ts';
import type { Outbox } from '../rules/outbox.ts';
import type { Ended, Place, Subject, Waiting } from '../rules/subject.ts';

/** What a page of everything holds. */
export type Kept = { subjects: Subject[]; ended: Ended[]; next: string | null };

/**
 * One subject on its subscriber's agenda. When it was entered tells it from the entry that it takes the place of: without that,
 * striking the old page would strike the new one. For a file it is drawn: no two are the same.
 */
export type Entry = { subject: Key; entered_at: number };

/** That a delivery died at an instant. Its record says whether it is still so: whoever writes one may die before the other. */
export type Dead = { subject: Key; id: string; at: number };

export type DeadStore = {
  /** Lines of one subscriber's list, the oldest first, page by page. */
  dead(subscriber: string, after?: string): Promise<{ items: Dead[]; next: string | null }>;
  countDead(subscriber: string): Promise<number>;
  strikeDead(subscriber: string, line: Pick<Dead, 'id' | 'at'>): Promise<void>;
};

/** What is kept of subscribers. Reads are consistent. An agenda is one subscriber's. */
export type SyncStore = Agendas<string, Entry> &
  DeadStore & {
    subject(place: Place): Promise<Subject | null>;
    /** Writes it if its version follows the one that is there. @returns false if another was quicker. */
    putSubject(subject: Subject): Promise<boolean>;
    ended(place: Place, id: string): Promise<Ended | null>;
    /** Its end, by whoever had it under way: nothing, if more tries are on record. A worker that stood still writes late. One that is dead is listed first. */
    putEnded(ended: Ended): Promise<void>;
    /** Takes away how it ended, if that is still what is on record: it waits again. One that was dead is listed no more. */
    forgetEnded(ended: Ended): Promise<void>;
    /** That it was superseded while nobody had it: nothing, if an end that says otherwise is on record of this round, or more tries are. */
    noteSuperseded(ended: Ended): Promise<void>;
    circuit(subscriber: string): Promise<Circuit>;
    /** Writes it if its version follows the one that is there. */
    putCircuit(subscriber: string, circuit: Circuit): Promise<boolean>;
    /** Takes so many slots, none before the first or beyond the furthest. @returns the first of them; null if none is free. */
    takeSlots(subscriber: string, count: number, within: { first: number; furthest: number }): Promise<number | null>;
    /** Where files of a subscriber stand; null if none was looked for yet. */
    outbox(subscriber: string): Promise<Outbox | null>;
    /** Writes it if its version follows the one that is there. */
    putOutbox(subscriber: string, outbox: Outbox): Promise<boolean>;
    /** All of one subject that is on record. */
    ofSubject(place: Place): Promise<{ waiting: Waiting[]; ended: Ended[] }>;
    /** All that there is, page by page. */
    all(after?: string): Promise<Kept>;
  };
