import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { comesIn } from '../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn, sourcesOf } from '../../contracts/files/layouts.ts';
import { layoutOf } from '../../functions/intake/import-file/layout-of.ts';
import { type Delivered, deliver, type Place } from './deliver-file.ts';
import { findCrier } from './officers-api.ts';
import { connection } from './options.ts';
import { bold, clean, say, sayJson } from './print.ts';
import { Failed, WrongUsage } from './trouble.ts';

/** Half an hour: a night's file of the largest council behind another one. */
const WAIT_SECONDS = '1800';

const LAYOUTS = layoutsIn(join(import.meta.dirname, '..', '..', LAYOUTS_FOLDER));

export const send = defineCommand({
  meta: {
    name: 'send',
    description: 'Deliver files over HTTPS as their source, wait for their receipts and print them',
  },
  args: {
    file: { type: 'positional', required: true, description: 'The files, one after the other', valueHint: 'FILE…' },
    ...connection,
    token: { type: 'string', description: "The source's token (or CRIER_TOKEN)", valueHint: 'TOKEN' },
    layout: { type: 'string', description: 'What the files are (else their header says)', valueHint: 'LAYOUT' },
    wait: { type: 'string', description: `For how long to wait for a receipt (${WAIT_SECONDS})`, valueHint: 'SECONDS' },
  },
  run: async ({ args }) => {
    const waitSeconds = Number(args.wait ?? WAIT_SECONDS);
    if (!(waitSeconds >= 0)) throw new WrongUsage('--wait takes a number of seconds, such as 600.');
    const place = await placeOf(args);
    const delivered: Delivered[] = [];
    for (const file of args._) {
      const layout = args.layout ?? (await layoutOfFile(file));
      const source = sourcesOf(LAYOUTS)[layout] ?? layout;
      const each = await deliver(place, { file, layout, source, waitSeconds });
      delivered.push(each);
      if (!args.json) say(told(each));
    }
    if (args.json) sayJson(delivered);
    return delivered.every(({ receipt }) => receipt !== null && !['refused', 'held'].includes(receipt.outcome)) ? 0 : 1;
  },
});

/** A source has a token of its own: that of an officer, which `npm start` leaves on this machine, will not do. */
async function placeOf(given: { url?: string; token?: string }): Promise<Place> {
  const { url, token } = await findCrier(given);
  const isGiven = given.token !== undefined || process.env['CRIER_TOKEN'];
  return { url, token: isGiven ? () => token : (source) => `local-${source}` };
}

async function layoutOfFile(file: string): Promise<string> {
  try {
    return (await layoutOf(createReadStream(file), LAYOUTS.filter(comesIn)))?.layout ?? 'recovery-extract';
  } catch (error) {
    throw new Failed(`${clean(file)} cannot be read (${(error as NodeJS.ErrnoException).code}). Check its name.`);
  }
}

const OUTCOMES = {
  taken: 'taken',
  refused: 'REFUSED',
  'already-imported': 'was imported before',
  held: 'HELD: it lost too many records, and an officer decides',
} as const;

function told({ file, receipt, rejects, waited }: Delivered): string {
  if (!receipt) return `${bold(clean(file))} was delivered. No receipt came in ${waited} s; sending it again is safe.`;
  const { outcome, rows, taken, rejected, reasons, waiting } = receipt;
  const lines = [`${bold(clean(file))}: ${OUTCOMES[outcome]}. ${rows} rows, ${taken} taken, ${rejected} refused.`];
  for (const { text, line } of reasons) lines.push(`  ${line === undefined ? '' : `line ${line}: `}${text}`);
  for (const { text, rows: many } of waiting) lines.push(`  ${many} rows wait: ${text}`);
  for (const { line, text } of rejects) lines.push(`  line ${line}: ${text}`);
  if (rejected > rejects.length && rejects.length > 0)
    lines.push(`  and ${rejected - rejects.length} more: --json lists them.`);
  return lines.map(clean).join('\n');
}
