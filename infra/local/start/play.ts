import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Council } from '../../config/types.ts';
import type { Engine } from '../engine/engine.ts';
import { type DataFolder, digestOf } from './data-folder.ts';
import { postEvents, sourceAmong } from './event-files.ts';
import { type Inbox, parseReceipt, parseRejects } from './inbox.ts';
import type { InputFile, InputFolder } from './input.ts';
import type { Progress } from './progress.ts';
import type { PlayedExtract } from './report.ts';
import { sourceToken } from './stack.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What files are played with. */
export type Play = {
  engine: Pick<Engine, 'handleHttp'>;
  inbox: Inbox;
  progress: Progress;
  stopwatch: Stopwatch;
  data: DataFolder | null;
  /** A resident texts back; null where Notify is not our sandbox. */
  reply: ((number: string, content: string) => Promise<void>) | null;
  /** The post brings back the letter with these pages; false if none was posted. Null where Notify is not our sandbox. */
  bringBack: ((sha256: string) => Promise<boolean>) | null;
  /** Puts a folder's documents where back offices put them; how many there were. */
  putDocuments: (folder: string) => Promise<number>;
  /** Resolves when nothing is under way but what queues hold back for later. */
  idle: () => Promise<void>;
  /** Resolves when nothing is left to send. */
  sent: () => Promise<unknown>;
  /** Lets the people who watch see what one file led to. */
  breathe: () => Promise<void>;
  /** Whether receipts are written beside the files, for their sender. */
  answerBeside: boolean;
  /** Which systems may send events, and of which types. */
  sources: Council['sources'];
  /** Resolves when import-file has done with what was dropped. */
  imported: () => Promise<void>;
};

const REFUSALS_SHOWN = 5;

/**
 * Hands in the files one after the other, each when the queues of the one before are empty (what SQS holds back for
 * later does not count), and events after events once all has gone out that was due: what they tell may stop it.
 * @returns what became of each extract, those of earlier starts on the same data folder included.
 */
async function playFiles(play: Play, files: InputFile[]): Promise<PlayedExtract[]> {
  const { data, progress } = play;
  const extracts: PlayedExtract[] = [];
  for (const [i, file] of files.entries()) {
    if (isEvents(file) && isEvents(files[i - 1])) await play.sent();
    const digest = data === null ? '' : await digestOf(file);
    const before = data?.hasPlayed(file.name, digest) ?? false;
    if (before) progress.say(`${file.name}: handed in by an earlier start`);
    else await handIn(play, file);
    // From here on it is in the bucket or on the bus: another start must not hand it in again.
    if (!before) data?.remember({ files: [...data.remembered().files, { name: file.name, digest }] });
    await settled(play, file);
    if (!before) await play.breathe();
    if (file.kind === 'extract') extracts.push(await collect(play, file));
  }
  return extracts;
}

/** A folder's files, and before them the documents that its events name. */
export async function playFolder(play: Play, { files, documents }: InputFolder): Promise<PlayedExtract[]> {
  if (documents !== null) {
    const count = await play.putDocuments(documents);
    play.progress.say(`documents: ${count} put where back offices put them`);
  }
  return playFiles(play, files);
}

const isEvents = (file: InputFile | undefined): boolean => file?.kind === 'events' || file?.kind === 'ndjson';

async function handIn(play: Play, file: InputFile): Promise<void> {
  const { progress, stopwatch } = play;
  if (file.kind === 'extract') {
    progress.doing(`Importing ${file.name}`);
    stopwatch.start('import');
    await play.inbox.drop(file);
    return;
  }
  if (file.kind === 'replies') return await textBack(play, file);
  if (file.kind === 'returned') return await comeBack(play, file);
  progress.doing(`Posting the events of ${file.name}`);
  const post = (body: string, contentType: string, source: string) =>
    play.engine.handleHttp(
      new Request('http://crier.local/events', {
        method: 'POST',
        headers: { authorization: `Bearer ${sourceToken(source)}`, 'content-type': contentType },
        body,
      }),
    );
  const { taken, refused } = await postEvents(file, post, { sourceOf: sourceAmong(play.sources) });
  progress.say(`${file.name}: ${taken} ${taken === 1 ? 'event' : 'events'} taken, ${refused.length} refused`);
  for (const { at, why } of refused.slice(0, REFUSALS_SHOWN)) progress.say(`    ${at}: ${why}`);
  if (refused.length > REFUSALS_SHOWN) progress.say(`    and ${refused.length - REFUSALS_SHOWN} more`);
}

/** Residents answer what they have received: once it is all out. */
async function textBack({ reply, sent, progress }: Play, { name, path }: InputFile): Promise<void> {
  if (reply === null) return progress.say(`${name}: left alone, residents answer only the sandbox`);
  await sent();
  const replies = JSON.parse(readFileSync(path, 'utf8')) as { from: string; says: string }[];
  for (const { from, says } of replies) await reply(from, says);
  progress.say(`${name}: ${replies.length} ${replies.length === 1 ? 'reply' : 'replies'} from residents`);
}

/** A list of documents beside it, whose letters come back: nobody at their address would take them. */
async function comeBack({ bringBack, progress }: Play, { name, path }: InputFile): Promise<void> {
  if (bringBack === null)
    return progress.say(`${name}: left alone, the post brings back only what the sandbox has sent`);
  const listed = JSON.parse(readFileSync(path, 'utf8')) as { document: string }[];
  let back = 0;
  for (const { document } of listed) {
    if (await bringBack(sumOf(readFileSync(join(dirname(path), document))))) back += 1;
  }
  progress.say(`${name}: ${back} ${back === 1 ? 'letter comes' : 'letters come'} back`);
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function settled({ idle, stopwatch, imported, progress }: Play, file: InputFile): Promise<void> {
  if (file.kind === 'extract') {
    await imported();
    stopwatch.start('plan');
    progress.doing(`Planning what ${file.name} leads to`);
  }
  await idle();
  stopwatch.start('send');
}

async function collect({ inbox, progress, answerBeside }: Play, { name, path }: InputFile): Promise<PlayedExtract> {
  const { receipt, rejects } = await inbox.answers(name);
  if (answerBeside && writable(dirname(path))) {
    if (receipt !== null) writeFileSync(`${path}.receipt.json`, receipt);
    if (rejects !== null) writeFileSync(`${path}.rejects.json`, rejects);
  }
  if (receipt === null) {
    progress.say(`${name}: no receipt was written; the log of import-file says why`);
    return { name, receipt: null, rejects: [] };
  }
  const read = parseReceipt(receipt);
  const words = {
    taken: 'taken',
    refused: 'refused as a whole',
    'already-imported': 'imported before: nothing changes',
    held: 'held: it lost too many records',
  };
  progress.say(`${name}: ${words[read.outcome]}, ${rowsIn(read.rows)}, ${read.rejected} that cannot be read`);
  if (read.outcome === 'held')
    progress.say(`    npm run crier -- release ${name} --by NAME --why "TEXT" takes it all the same`);
  if (read.outcome === 'refused') for (const { text } of read.reasons) progress.say(`    ${text}`);
  for (const { rows, text } of read.waiting) progress.say(`    ${rowsIn(rows)} waiting: ${text}`);
  return { name, receipt: read, rejects: rejects === null ? [] : parseRejects(rejects) };
}

const rowsIn = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
