// What goes wrong on the way from another system: bytes, lines, values and JSON texts that are not what they were.
import { gzipSync } from 'node:zlib';
import type { Random } from './random.ts';

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);

/** Values that no field expects, or that only just will do. */
export const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 0.5, -0, 1e21, 1e308, 2 ** 53, -9e15],
  ...[
    '',
    ' ',
    '0',
    'null',
    'NaN',
    '-1',
    '1e5',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfffx',
    '\u202eabc',
    '\ufeff',
    '💷',
  ],
  ...['../../etc/passwd', '<script>alert(1)</script>', '%00', "'; --", '((x))', '{{x}}', '=1+1', '\r\nX-A: b', '\t'],
  ...['2026-02-30', '2026-9-1', '0000-01-01', '9999-12-31', '2026-09-29', '29/09/2026', '2026-09-29T10:00:00'],
  ...['0000-01-01T00:00:00+23:59', '9999-12-31T23:59:59-23:59', '2026-09-29T24:00:00Z', '2026-09-29T10:00:60Z'],
  ...['1969-12-31T23:59:59Z', '2026-09-29T10:00:00.123456789123456789Z', '2026-99', '2026-27', '1999-00', '0000-01'],
  ...['x'.repeat(99), 'x'.repeat(101), 'x'.repeat(201), 'é'.repeat(2_001), '9'.repeat(400), '__proto__', 'constructor'],
  ...[[], {}, [[]], [null], { toString: 1 }, { length: 3 }, deep(20), deep(40)],
];

export const oddValue = (random: Random): unknown => random.pick(ODD_VALUES);
export const oddText = (random: Random): string =>
  random.pick(ODD_VALUES.filter((each): each is string => typeof each === 'string'));

const ODD_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', '', ' ', 'extra', '\ud800', 'x'.repeat(5_000)];

/** Sets a property for real, also one called `__proto__`, as JSON.parse does. */
function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A copy in which something is missing, added, renamed or another value. */
export function mutateValue(random: Random, given: unknown): unknown {
  const copy = structuredClone(given);
  let holder: unknown = { root: copy };
  const root = holder as { root: unknown };
  let key: string | number = 'root';
  // Goes down by chance, further for larger things.
  for (;;) {
    const here: unknown = (holder as Record<string, unknown>)[key];
    if (typeof here !== 'object' || here === null || Object.keys(here).length === 0) break;
    if (key !== 'root' && random.chance(0.15)) break;
    holder = here;
    key = random.pick(Object.keys(here));
  }
  const target = holder as Record<string, unknown>;
  const draw = random.below(10);
  if (draw < 2 && key !== 'root') delete target[key];
  else if (draw === 2) put(holder as object, random.pick(ODD_KEYS), oddValue(random));
  else if (draw === 3 && key !== 'root') {
    put(holder as object, `${key}${random.pick([' ', '_', 'x', '\u0000'])}`, target[key]);
    delete target[key];
  } else if (draw === 4) target[key] = [target[key]];
  else if (draw === 5 && typeof target[key] === 'string') target[key] = ` ${target[key]} `;
  else if (draw === 6 && typeof target[key] === 'number') target[key] = String(target[key]);
  else target[key] = oddValue(random);
  return root.root;
}

/** A JSON text that its writer would not call one, or reads another way. */
export function mutateJsonText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const keys = [...text.matchAll(/"([a-z_]+)":/g)];
  const key = keys.length > 0 ? random.pick(keys) : null;
  const options: (() => string)[] = [
    () => text.slice(0, at),
    () =>
      `${text.slice(0, at)}${random.pick(['\u0000', '\\', '"', '{', ']', ',', ':', '\ufeff', '\ud800', '/*', 'NaN'])}${text.slice(at)}`,
    () => text.slice(0, at) + text.slice(at + 1 + random.below(5)),
    () =>
      text.replace(/:(\d+)/, `:${random.pick(['1e400', '-1e400', '00', '0x1F', '1_000', '.5', '9'.repeat(5_000)])}`),
    // A key twice: the last one counts, as RFC 8259 lets readers decide and JavaScript does.
    () =>
      key
        ? `${text.slice(0, key.index)}"${key[1]}":${JSON.stringify(oddValue(random))},${text.slice(key.index)}`
        : text,
    () => text.replace('{', `{"__proto__":{"polluted":"yes"},`),
    () => text.replaceAll('"', "'"),
    () => `${text},`,
    () => `${text}${text}`,
    () => '['.repeat(random.pick([10, 33, 1_000, 100_000])) + text,
    () => `{"a":`.repeat(random.pick([31, 33, 5_000])) + text,
    () => `\ufeff${text}`,
    () => `\n\n${text}\n`,
    () =>
      random.pick([
        '',
        ' ',
        'null',
        'true',
        '1',
        '""',
        '[]',
        '{}',
        '[[]]',
        '[null]',
        '[1,"a",{}]',
        'undefined',
        '<xml/>',
      ]),
  ];
  return random.pick(options)();
}

/** Bytes that were cut, flipped, doubled, packed or written in another encoding. */
export function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random.below(40));
  const insert = (what: Uint8Array) => Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);
  const options: (() => Buffer)[] = [
    () => bytes.subarray(0, at),
    () => bytes.subarray(at),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]),
    () => Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]),
    () => insert(Buffer.alloc(1 + random.below(30))),
    () =>
      insert(
        random.pick(
          [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x81], [0x1a]].map((b) =>
            Buffer.from(b),
          ),
        ),
      ),
    () => insert(Buffer.from(random.pick(['"', '""', '"\n', '\r', '\n', '\r\n', ',', ';', '\t', '\u2028', ',,,,']))),
    () => {
      const copy = Buffer.from(bytes);
      for (let i = 0; i < 1 + random.below(4) && copy.length > 0; i += 1)
        copy[random.below(copy.length)]! ^= 1 << random.below(8);
      return copy;
    },
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString('utf8'), 'utf16le')]),
    () => Buffer.from(bytes.toString('utf8'), 'utf16le').swap16(),
    () => Buffer.from(bytes.toString('utf8'), 'latin1'),
    () => gzipSync(bytes),
    () => gzipSync(Buffer.alloc(1_000_000)), // a thousand times as large when it is unpacked
    () => Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n/g, random.pick(['\r', '\r\n', '\n\n', '', '\u2028']))),
    () => Buffer.alloc(random.below(200), random.below(256)),
    () => Buffer.alloc(0),
  ];
  return random.pick(options)();
}

/** Lines that were lost, doubled, swapped or cut. */
export function mutateLines(random: Random, text: string): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const other = random.below(lines.length);
  const line = lines[at] ?? '';
  const options: (() => void)[] = [
    () => void lines.splice(at, 1),
    () => void lines.splice(at, 0, line),
    () =>
      void lines.splice(at, 0, random.pick(['', ' ', ',', '"', 'x'.repeat(3_000), ','.repeat(500), line.slice(0, 20)])),
    () => {
      lines[at] = lines[other] ?? '';
      lines[other] = line;
    },
    () => {
      lines[at] = line.slice(0, random.below(line.length + 1));
    },
    () => {
      lines[at] = `${line}${random.pick([',', ',x', ' ', '\t', '"', '\r'])}`;
    },
    () => {
      lines[at] = line.replaceAll(',', ';');
    },
    () => void lines.splice(at),
  ];
  random.pick(options)();
  return lines.join('\n');
}

/** How deep the brackets of a JSON text go, also where a later key of the same name takes their place. */
export function depthOfText(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [each] of text.replace(/"(?:[^"\\]|\\.)*"/gs, '').matchAll(/[[\]{}]/g)) {
    depth += each === '[' || each === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
