import { digest, type Key } from '../../shared/ids.ts';
import type { Notice } from './notice.ts';

/** Characters of base64url: 84 bits say which matter a notice is about, 48 which notice about that matter it is. */
const OF_MATTER = 14;
const OF_NOTICE = 8;

/**
 * A notice's id begins as its matter does, so that a function that has either finds all notices about the matter in one place,
 * without an index. It is as long as every keyed hash, and made of keyed hashes alone.
 */
export const idBeside = (matter: Key, hash: Key): Key =>
  `${matter.slice(0, OF_MATTER)}${hash.slice(0, OF_NOTICE)}` as Key;

/** What all notices about one matter, and the matter itself, begin with. */
export const matterPart = (noticeOrMatter: Key): string => noticeOrMatter.slice(0, OF_MATTER);

/** What makes two notices the same one: asked for again, it is not told again. */
export type Named = Pick<Notice, 'about' | 'type' | 'person' | 'occasion'>;

/** A notice's id beside its matter: whom and what it is about are keyed hashes already, so that their plain digest hides as much. */
export const noticeId = ({ about, type, person, occasion }: Named): Key =>
  idBeside(about.id, digest('notice', about.kind, about.id, type, person, occasion) as Key);
