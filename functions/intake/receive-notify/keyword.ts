/** What a reply asks for. */
export type Keyword = 'STOP' | 'START' | 'WRONG' | 'NO' | 'OTHER';

/** Politeness and articles that may stand around a keyword. */
const AROUND = new Set(['PLEASE', 'PLS', 'PLZ', 'THANKS', 'THANK', 'YOU', 'THX', 'THE', 'THIS', 'IS']);

/** Count wherever they begin a reply: the words networks and Notify's own guidance tell people to send. */
const STOPS_FIRST = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT', 'OPT OUT']);

/** Count only as the whole reply: as the first word of a sentence they mean something else. */
const WHOLE: Readonly<Record<string, Keyword>> = {
  END: 'STOP',
  QUIT: 'STOP',
  CANCEL: 'STOP',
  START: 'START',
  NO: 'NO',
  WRONG: 'WRONG',
  'WRONG NUMBER': 'WRONG',
  'WRONG PERSON': 'WRONG',
};

/** A sentence this short that asks for the texts to stop has nothing else to say. */
const SHORT_WORDS = 10;
const TEXTING = '(TEXT|TEXTS|TEXTING|TXT|TXTS|MESSAGE|MESSAGES|MESSAGING|SMS|SENDING|CONTACTING)';
const ASKS_TO_STOP = [
  new RegExp(`^(?!.*\\b(DONT|NOT|NEVER|WHY|DID)\\b).*\\bSTOP( \\w+){0,3} ${TEXTING}\\b`),
  new RegExp(`^(PLEASE )?(NO MORE|DONT|DO NOT) (SEND |SENDING )?(ME |US )?(ANY |ANY MORE |MORE )?${TEXTING}( |$)`),
];

const isAround = (word: string | undefined) => word !== undefined && AROUND.has(word);

/**
 * What a reply asks for. STOP is understood widely, since a wish to be left alone that nobody hears breaks PECR
 * regulation 22; words with another meaning count only when they are the whole reply. Case, accents and punctuation do not
 * matter: "Stop!", "st\u00f3p." and "S.T.O.P" are one word.
 */
export function keywordOf(text: string): Keyword {
  const words = wordsOf(text);
  const [first = '', second = ''] = words;
  const whole = withoutAround(words).join(' ');
  if ([first, `${first} ${second}`, whole].some((each) => STOPS_FIRST.has(each))) return 'STOP';
  if (Object.hasOwn(WHOLE, whole)) return WHOLE[whole]!;
  const all = words.join(' ');
  return words.length <= SHORT_WORDS && ASKS_TO_STOP.some((each) => each.test(all)) ? 'STOP' : 'OTHER';
}

/** In capitals, without accents and apostrophes; letters that stand alone beside each other are one word. */
function wordsOf(text: string): string[] {
  const plain = text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\p{M}\u0027\u2019]/gu, '')
    .toUpperCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words
    .join(' ')
    .replace(/\b(\p{L})(?: (?=\p{L}\b))/gu, '$1')
    .split(' ');
}

function withoutAround(words: string[]): string[] {
  let [from, to] = [0, words.length];
  while (from < to && isAround(words[from])) from += 1;
  while (to > from && isAround(words[to - 1])) to -= 1;
  return words.slice(from, to);
}
