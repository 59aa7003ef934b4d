import type { Key } from '../ids.ts';
import type { Channel } from './notify.ts';

// What each message is asked by at Notify: `<notice id>.<channel>`, the same on every try, the id 22 letters of base64url.
const OURS = /^([\w-]{22})\.(sms|email)$/;

export const referenceOf = ({ id, channel }: { id: Key; channel: Channel }): string => `${id}.${channel}`;

/** The notice and channel that a reference names. Null if it is none of ours: other systems may use the same Notify service. */
export function namedBy(reference: string | null | undefined): { id: Key; channel: Channel } | null {
  const [, id, channel] = OURS.exec(reference ?? '') ?? [];
  return id === undefined ? null : { id: id as Key, channel: channel as Channel };
}
