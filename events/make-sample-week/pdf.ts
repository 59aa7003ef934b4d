// Writes small PDFs: A4 pages of text in Helvetica, which every reader has. The same pages give the same bytes.

/** Millimetres from the left and from the top of the page. */
export type Place = { x: number; y: number };
export type Mark =
  | (Place & { text: string; size: number; bold?: boolean; grey?: boolean })
  | (Place & { rule: number; thick: number });

const POINTS_PER_MM = 72 / 25.4;
const WIDTH = 595;
const HEIGHT = 842;

// Adobe's widths of Helvetica, in thousandths of the size, from the space to the tilde.
const WIDTHS = (
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 ' +
  '584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 ' +
  '278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 ' +
  '500 334 260 334 584'
)
  .split(' ')
  .map(Number);
const BOLD_IS_WIDER = 1.08;

/** How wide a text is, in millimetres. Letters beyond ASCII count as a digit. */
const widthOf = (text: string, size: number, bold: boolean): number => {
  const thousandths = [...text].reduce((sum, letter) => sum + (WIDTHS[letter.charCodeAt(0) - 32] ?? 556), 0);
  return ((thousandths / 1000) * size * (bold ? BOLD_IS_WIDER : 1)) / POINTS_PER_MM;
};

/** A text in lines that are no wider than so many millimetres. */
export function linesOf(text: string, { size, width, bold = false }: { size: number; width: number; bold?: boolean }): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

// WinAnsiEncoding, where it differs from Latin-1.
const WIN_ANSI: Record<string, string> = { '’': '\x92', '‘': '\x91', '–': '\x96', '•': '\x95', '…': '\x85' };
const written = (text: string) => [...text].map((each) => WIN_ANSI[each] ?? each).join('').replace(/[\\()]/g, '\\$&');
const points = (mm: number) => (mm * POINTS_PER_MM).toFixed(2);

function drawn(mark: Mark): string {
  const x = points(mark.x);
  const y = (HEIGHT - mark.y * POINTS_PER_MM).toFixed(2);
  if ('rule' in mark) return `0.1 0.3 0.35 RG ${mark.thick} w ${x} ${y} m ${points(mark.x + mark.rule)} ${y} l S`;
  const font = mark.bold ? '/F2' : '/F1';
  return `BT ${mark.grey ? '0.35 g' : '0 g'} ${font} ${mark.size} Tf ${x} ${y} Td (${written(mark.text)}) Tj ET`;
}

/** @param title what a reader's window and a screen reader call it */
export function pdfOf(pages: Mark[][], title: string): Buffer {
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const pageAt = (i: number) => 6 + i * 2;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${pageAt(i)} 0 R`).join(' ')}] >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title (${written(title)}) >>`,
    ...pages.flatMap((marks, i) => {
      const stream = marks.map(drawn).join('\n');
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents ${pageAt(i) + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let pdf = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, i) => {
    const offset = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`;
  return Buffer.from(pdf + table + trailer, 'latin1');
}
