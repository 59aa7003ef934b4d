import { CHANNELS, type Channel } from '../../../contracts/channels.ts';
import type { Key } from '../ids.ts';

// What each message is asked by at Notify: `<notice id>.<channel>`, the same on every try, the id 22 letters of base64url.
const OURS = new RegExp(`^([\\w-]{22})\\.(${CHANNELS.join('|')})$`);

export const referenceOf = ({ id, channel }: { id: Key; channel: Channel }): string => `${id}.${channel}`;

/** The notice and channel that a reference names. Null if it is none of ours: other systems may use the same Notify service. */
export function namedBy(reference: string | null | undefined): { id: Key; channel: Channel } | null {
  const [, id, channel] = OURS.exec(reference ?? '') ?? [];
  return id === undefined ? null : { id: id as Key, channel: channel as Channel };
}
