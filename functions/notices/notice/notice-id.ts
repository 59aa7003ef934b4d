import type { Key } from '../../shared/ids.ts';

/** Characters of base64url: 84 bits say which debt a notice is of, 48 which notice of that debt it is. */
const OF_DEBT = 14;
const OF_NOTICE = 8;

/**
 * A notice's id begins as its debt does, so that whoever has either finds all notices of the debt in one place, without an
 * index. It is as long as every keyed hash, and made of keyed hashes alone.
 */
export const idBeside = (debt: Key, hash: Key): Key => `${debt.slice(0, OF_DEBT)}${hash.slice(0, OF_NOTICE)}` as Key;

/** What all notices of one debt, and the debt itself, begin with. */
export const debtPart = (noticeOrDebt: Key): string => noticeOrDebt.slice(0, OF_DEBT);
