import { type Notice, STOPPED_UNSENT } from './notice.ts';

// A cover says that a document was sent, and a reminder of evidence that it was asked for: neither goes without its document.

/** By then a letter has had its slot and its post, and Notify has read its pages. */
const AFTER_DOCUMENT_MS = 90_000;

/** When a planned notice is looked at first: a cover a little later than it is due. */
export const firstLookAt = ({ due_at, speaks_of }: Pick<Notice, 'due_at' | 'speaks_of'>): number =>
  due_at + (speaks_of ? AFTER_DOCUMENT_MS : 0);

/** What waits for its turn so long is held up. */
const HELD_UP_MS = 15 * 60_000;

/** The document has left; is on its way; has no telling when it goes; or does not go at all. */
type DocumentIs = 'out' | 'going' | 'held-up' | 'not-going';

/** @param document its notice, or null where none was made */
export function documentIs(document: Notice | null, now: number): DocumentIs {
  if (!document || doesNotGo(document)) return 'not-going';
  const { state, channel, due_at } = document;
  switch (state) {
    case 'delivered':
    case 'withheld':
      return 'out';
    case 'accepted': // Notify may find yet that a letter cannot be printed
      return channel === 'letter' ? 'going' : 'out';
    case 'sending':
    case 'uncertain':
      return 'going';
    case 'planned':
      return due_at <= now && now < due_at + HELD_UP_MS ? 'going' : 'held-up';
    default: // set aside for an officer, or about to go another way
      return 'held-up';
  }
}

/** Stopped, or failed for good. */
export const doesNotGo = ({ state }: Notice): boolean => STOPPED_UNSENT.includes(state) || state === 'exhausted';
