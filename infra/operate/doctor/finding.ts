/**
 * Something that is not as it should be. `stops`: nothing can be sent, or nothing be heard, until it is mended; `look`: something is
 * missing that will be missed; `note`: good to know.
 */
export type Finding = {
  grade: 'stops' | 'look' | 'note';
  what: string /** The command or step that mends it. */;
  mend: string;
};

/** One look at one thing: what is wrong with it, if anything. */
export type Check = { name: string; findings: Finding[] };
