import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const GREY = 0;
const COLOUR = 2;

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/**
 * A picture as PNG. What has no colour is written in greys, at a third of the size.
 * @param {{ width: number, height: number, data: Uint8Array }} bitmap red, green, blue and one more for each point
 * @returns {Buffer}
 */
export function pngOf({ width, height, data }) {
  const at = (point, part) => data[point * 4 + part];
  const points = width * height;
  let grey = true;
  for (let i = 0; grey && i < points; i += 1) grey = at(i, 0) === at(i, 1) && at(i, 1) === at(i, 2);
  const parts = grey ? [0] : [0, 1, 2];
  const rows = Buffer.alloc(height * (1 + width * parts.length)); // each begins with a zero: no filter
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1) for (const part of parts) rows[to++] = at(y * width + x, part);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, grey ? GREY : COLOUR, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
