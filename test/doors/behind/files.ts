// The inbox: import-file on ports in memory. Each file meets a world of its own, and after it a file known to be good.

import { readdirSync } from 'node:fs';
import { contractOf } from '../../../contracts/catalogue.ts';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import { comesIn } from '../../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether } from '../../../contracts/files/layouts.ts';
import type { Deps } from '../../../functions/intake/import-file/deps.ts';
import { importFile } from '../../../functions/intake/import-file/import-file.ts';
import { debtIn } from '../../../functions/register/debt.ts';
import { inMemoryBus, inMemoryIntakeTable, inMemorySnapshots, scratchFolder } from '../../support/intake.ts';
import { testKey } from '../../support/register.ts';
import type { Behind } from '../door.ts';
import { NIGHT } from '../known.ts';

/** A file as its bytes, or as a piece that comes so many times between a beginning and an end. */
export type Sent = { bytes: Uint8Array } | { before: string; piece: string; times: number; after: string };

/** What became of a file. */
export type Became = {
  outcome: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON, as its reader finds it
  receipt: any;
  rejects: { line: number; column: string | null; reason: string; raw: string }[];
  /** Rows that reached the register, in the order of the file. */
  rows: { line: number; account_ref: string; person_ref: string; bill_year: string }[];
  events: CloudEvent[];
  /** Files left in the scratch folder: they would hold personal data. */
  left: string[];
};

export async function open(): Promise<Behind> {
  const folder = await scratchFolder();
  return {
    answer: async (sent: Sent[]): Promise<Became[]> => {
      const world = newWorld(folder);
      const all: Became[] = [];
      for (const [i, each] of sent.entries()) all.push(await world(each, `file-${i}.csv`));
      return all;
    },
  };
}

function newWorld(folder: string) {
  const table = inMemoryIntakeTable();
  return async (sent: Sent, key: string): Promise<Became> => {
    const bus = inMemoryBus();
    const written = new Map<string, string>();
    const rows: Became['rows'] = [];
    const deps: Deps = {
      objects: {
        read: () => stream(sent),
        writeJson: async (to, path) => void written.set(to.key, await textOf(path)),
      },
      register: {
        keep: async (matter) => {
          const { rows: taken, bill_year } = debtIn(matter);
          for (const { line, account_ref, person_ref } of taken)
            rows.push({ line, account_ref, person_ref, bill_year });
          return 'stored';
        },
        newestExtract: async () => 'stored',
        fact: async () => ({ stored: 'stored', stored_at: NIGHT }),
        keepReferences: async () => {},
      },
      snapshots: inMemorySnapshots(),
      layouts: layoutsTogether(layoutsIn(LAYOUTS_FOLDER)).filter(comesIn),
      contractOf,
      ...{ table, publish: bus.publish, key: testKey, now: () => NIGHT, council: 'stockton', scratchFolder: folder },
      goOn: async () => {},
      alarm: () => {},
    };
    const object = { bucket: 'inbox', key, version_id: '1', etag: '' };
    const { kind } = await importFile(deps, {
      object,
      messageId: 'm',
      message: {},
      turn: 1,
      remainingMs: () => 900_000,
    });
    return {
      outcome: kind,
      receipt: JSON.parse(written.get(`${key}.receipt.json`) ?? 'null'),
      rejects: JSON.parse(written.get(`${key}.rejects.json`) ?? 'null'),
      rows: rows.sort((a, b) => a.line - b.line),
      events: [...bus.events.values()],
      left: readdirSync(folder),
    };
  };
}

const textOf = async (path: string): Promise<string> => (await import('node:fs')).readFileSync(path, 'utf8');

async function* stream(sent: Sent): AsyncGenerator<Uint8Array> {
  if ('bytes' in sent) {
    for (let at = 0; at < sent.bytes.length; at += 997) yield sent.bytes.subarray(at, at + 997);
    return;
  }
  const { before, piece, times, after } = sent;
  yield Buffer.from(before);
  const together = Math.max(1, Math.floor(60_000 / piece.length));
  const block = Buffer.from(piece.repeat(together));
  for (let done = 0; done < times; done += together) {
    yield done + together <= times ? block : Buffer.from(piece.repeat(times - done));
  }
  yield Buffer.from(after);
}
