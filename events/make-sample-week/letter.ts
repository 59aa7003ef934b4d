// A letter as a council's back office lays it out: on A4, its address where a window envelope shows it and GOV.UK Notify looks
// for it (24.6 mm from the left, 39.5 mm from the top).
import { linesOf, type Mark, pdfOf } from './pdf.ts';

export type Block = string | { heading: string } | { points: string[] } | { rows: [what: string, value: string][] };

export type Letter = {
  team: string;
  /** Name, address and postcode. */
  to: string[];
  date: string;
  reference: string;
  heading: string;
  blocks: Block[];
};

// Everybody and everything here is invented. The number is from the range that Ofcom keeps for drama.
const COUNCIL = 'Stockton Council';
const SENDER = ['Exemplar House, 1 Specimen Road', 'Stockton-on-Tees TS0 1AA'];
export const PHONE = '01632 960108';
const HOURS = 'Monday to Friday, 8:30am to 5pm';
const SPECIMEN = 'A specimen. The people, the address and the amounts in it are invented.';

const LEFT = 24.6;
const RIGHT = 120;
const WIDTH = 160;
const SIZE = 11;
const LINE = 5;
const GAP = 2.6;
const FIRST_LINE = 100;
const NEXT_PAGE = 25;
const LAST_LINE = 272;
const VALUES = 105;

const text = (x: number, y: number, said: string, more: { size?: number; bold?: boolean; grey?: boolean } = {}): Mark => ({
  ...{ x, y, text: said, size: SIZE },
  ...more,
});

function head({ team, to, date, reference }: Letter): Mark[] {
  const sender = [team, ...SENDER, `Phone ${PHONE}`, HOURS];
  return [
    text(RIGHT, 22, COUNCIL, { size: 17, bold: true }),
    { x: RIGHT, y: 25, rule: WIDTH + LEFT - RIGHT, thick: 2 },
    ...sender.map((line, i) => text(RIGHT, 31 + i * 4.6, line, { size: 10, bold: i === 0 })),
    ...to.map((line, i) => text(LEFT, 43.5 + i * 4.4, line)),
    text(LEFT, 84, date),
    text(RIGHT, 84, `Our reference: ${reference}`),
  ];
}

type Line = { marks: (y: number) => Mark[]; height: number };

const paragraph = (said: string, { bold = false, x = LEFT } = {}): Line[] =>
  linesOf(said, { size: SIZE, width: WIDTH - (x - LEFT), bold }).map((line) => ({ marks: (y) => [text(x, y, line, { bold })], height: LINE }));

function linesIn(block: Block): Line[] {
  if (typeof block === 'string') return paragraph(block);
  if ('heading' in block) return paragraph(block.heading, { bold: true });
  if ('rows' in block)
    return block.rows.map(([what, value]) => ({ marks: (y) => [text(LEFT, y, what), text(VALUES, y, value)], height: LINE + 0.8 }));
  return block.points.flatMap((point) =>
    paragraph(point, { x: LEFT + 5 }).map((line, i) => ({ ...line, marks: (y: number) => [...(i === 0 ? [text(LEFT + 1, y, '•')] : []), ...line.marks(y)] })),
  );
}

/** The letter as a PDF. What does not fit on its first page goes on the next; no block is torn but where it is longer than a page. */
export function letterOf(letter: Letter): Buffer {
  const pages: Mark[][] = [head(letter)];
  let y = FIRST_LINE;
  const place = (lines: Line[]) => {
    const height = lines.reduce((sum, line) => sum + line.height, 0);
    if (y + height > LAST_LINE) {
      pages.push([]);
      y = NEXT_PAGE;
    }
    for (const line of lines) {
      pages.at(-1)!.push(...line.marks(y));
      y += line.height;
    }
    y += GAP;
  };
  const title = linesOf(letter.heading, { size: 14, width: WIDTH, bold: true });
  place(title.map((line) => ({ marks: (at) => [text(LEFT, at, line, { size: 14, bold: true })], height: 6.5 })));
  letter.blocks.forEach((block, i) => {
    const after = letter.blocks[i + 1];
    // A heading stays with what it is over.
    if (typeof block !== 'string' && 'heading' in block && after !== undefined && y + LINE + linesIn(after).length * LINE > LAST_LINE) y = LAST_LINE;
    place(linesIn(block));
  });
  for (const [i, page] of pages.entries()) {
    page.push(text(LEFT, 285, `Page ${i + 1} of ${pages.length}`, { size: 9, grey: true }), text(70, 285, SPECIMEN, { size: 9, grey: true }));
  }
  return pdfOf(pages, letter.heading);
}
