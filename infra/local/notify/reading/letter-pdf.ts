// A PDF of a letter's words on one page of A4, so that clients have something to fetch: the sandbox does not lay out letters.

const encode = (line: string): string =>
  Buffer.from(line.replace(/[^\x20-\x7e\u00a3]/g, '?').replace(/[\\()]/g, '\\$&'), 'latin1').toString('latin1');

export function letterPdf(text: string): Buffer {
  const lines = text.split(/\r?\n/).map((line) => `(${encode(line)}) Tj T*`);
  const stream = ['BT /F1 11 Tf 14 TL 60 780 Td', ...lines, 'ET'].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`;
  return Buffer.from(`${pdf}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}
