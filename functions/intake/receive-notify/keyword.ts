/** What the first word of a reply asks for. The words networks and Notify's own guidance tell people to send. */
const KEYWORDS: Record<string, 'STOP' | 'START' | 'WRONG'> = {
  STOP: 'STOP',
  STOPALL: 'STOP',
  UNSUBSCRIBE: 'STOP',
  END: 'STOP',
  QUIT: 'STOP',
  CANCEL: 'STOP',
  START: 'START',
  WRONG: 'WRONG',
};

/** Case, accents and anything but letters and digits do not matter: “Stop!”, "st\u00f3p." and ' STOP ' are one word. */
export function keywordOf(text: string): 'STOP' | 'START' | 'WRONG' | 'OTHER' {
  const words = text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u);
  const first = words.find((word) => word !== '') ?? '';
  return Object.hasOwn(KEYWORDS, first) ? (KEYWORDS[first] as 'STOP') : 'OTHER';
}
