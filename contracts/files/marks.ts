// What other programs leave in copied values: look-alikes of the space and the hyphen, and marks that nobody sees.

/** Hardly any value has one: looking first is far quicker. */
const BEYOND_ASCII = /[^\x20-\x7e]/;
const NO_ROOM = /\p{Default_Ignorable_Code_Point}/gu;
const SPACES = /\s/g;
const DASHES = /[\p{Dash_Punctuation}\u2212]/gu;

/** Without marks that take no room: joiners, soft hyphens, directions, byte order marks. */
export const withoutMarks = (text: string): string => (BEYOND_ASCII.test(text) ? text.replace(NO_ROOM, '') : text);

/** Without marks and spaces of any kind, and every dash a hyphen. */
export function bare(text: string): string {
  const seen = BEYOND_ASCII.test(text) ? text.replace(NO_ROOM, '').replace(SPACES, ' ').replace(DASHES, '-') : text;
  return seen.includes(' ') ? seen.replaceAll(' ', '') : seen;
}
