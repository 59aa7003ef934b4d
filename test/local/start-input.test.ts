import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postEvents } from '../../infra/local/start/event-files.ts';
import { type InputFile, readInputFolder } from '../../infra/local/start/input.ts';

const folderWith = (files: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), 'crier-input-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

describe('an input folder', () => {
  it('is played in name order, and names what it leaves', () => {
    const folder = folderWith({ 'b.csv': '', 'a.ndjson': '', 'C.event.json': '', 'notes.txt': '', 'x.json': '' });
    mkdirSync(join(folder, 'folder.csv'));
    const { files, left } = readInputFolder(folder);
    expect(files.map(({ kind, name }) => [kind, name])).toEqual([
      ['events', 'C.event.json'],
      ['ndjson', 'a.ndjson'],
      ['extract', 'b.csv'],
    ]);
    expect(left).toEqual(['folder.csv', 'notes.txt', 'x.json']);
  });

  it('takes names in capitals, as old systems write them', () => {
    const folder = folderWith({
      'RECOVERY.CSV': '',
      'DAY.NDJSON': '',
      'HOLD.Event.Json': '',
      'RECOVERY.CSV.receipt.json': '',
    });
    const { files, left } = readInputFolder(folder);
    expect([files.map(({ kind }) => kind), left]).toEqual([['ndjson', 'events', 'extract'], []]);
  });

  it('leaves a link that leads nowhere', () => {
    const folder = folderWith({ 'b.csv': '' });
    symlinkSync(join(folder, 'gone'), join(folder, 'a.csv'));
    const { files, left } = readInputFolder(folder);
    expect([files.map(({ name }) => name), left]).toEqual([['b.csv'], ['a.csv']]);
  });

  it('has its documents in a folder of that name', () => {
    const folder = folderWith({ 'a.ndjson': '' });
    expect(readInputFolder(folder).documents).toBeNull();
    mkdirSync(join(folder, 'documents'));
    expect(readInputFolder(folder)).toMatchObject({ documents: join(folder, 'documents'), left: [] });
    expect(readInputFolder(folderWith({ documents: 'no folder' }))).toMatchObject({
      documents: null,
      left: ['documents'],
    });
  });

  it('does not name the receipts of an earlier run', () => {
    const folder = folderWith({ 'b.csv': '', 'b.csv.receipt.json': '{}', 'b.csv.rejects.json': '[]' });
    expect(readInputFolder(folder).left).toEqual([]);
  });

  it('says what to do when it is not there', () => {
    expect(() => readInputFolder('/no/such/folder')).toThrow('--input takes a folder');
  });
});

const accepting = (posted: unknown[][]) => async (body: string, contentType: string) => {
  expect(contentType).toBe('application/cloudevents-batch+json');
  const events = JSON.parse(body) as { id: string }[];
  posted.push(events.map(({ id }) => id));
  const answers = events.map(({ id }) =>
    id === 'bad'
      ? { id, status: 'refused', errors: [{ pointer: '/data/paid_at', message: 'must be a time' }] }
      : { id, status: 'accepted' },
  );
  return Response.json(answers, { status: 207 });
};

const fileWith = (kind: InputFile['kind'], text: string): InputFile => {
  const folder = folderWith({ file: text });
  return { kind, name: 'file', path: join(folder, 'file') };
};

describe('event files', () => {
  it('posts one event to a line and says at which line one was refused', async () => {
    const posted: unknown[][] = [];
    const file = fileWith('ndjson', '{"id":"1"}\r\n\n{"id":"bad"}\nnot json\n{"id":"2"}');
    expect(await postEvents(file, accepting(posted))).toEqual({
      taken: 2,
      refused: [
        { at: 'line 4', why: 'is not JSON' },
        { at: 'line 3', why: '/data/paid_at must be a time' },
      ],
    });
    expect(posted).toEqual([['1', 'bad', '2']]);
  });

  it('posts a single event, and a list of them', async () => {
    const posted: unknown[][] = [];
    await postEvents(fileWith('events', '{"id":"1"}'), accepting(posted));
    await postEvents(fileWith('events', '[{"id":"2"},{"id":"3"}]'), accepting(posted));
    expect(posted).toEqual([['1'], ['2', '3']]);
  });

  it('posts many events in batches that the door takes, in order', async () => {
    const posted: unknown[][] = [];
    const ids = Array.from({ length: 501 }, (_, i) => `e${i}`);
    const result = await postEvents(
      fileWith('ndjson', ids.map((id) => JSON.stringify({ id })).join('\n')),
      accepting(posted),
    );
    expect(posted.map(({ length }) => length)).toEqual([100, 100, 100, 100, 100, 1]);
    expect(posted.flat()).toEqual(ids);
    expect(result.taken).toBe(501);
  });

  it('says what is wrong with lines that are no events, and posts the others', async () => {
    const posted: unknown[][] = [];
    const file = fileWith('ndjson', '');
    const lines = ['\ufeff{"id":"1"}', '['.repeat(100_000), '\xff\xfe', `"${'x'.repeat(1_000_001)}"`, '{"id":"2"}'];
    writeFileSync(
      file.path,
      Buffer.concat(lines.map((line, i) => Buffer.from(`${line}\n`, i === 2 ? 'latin1' : 'utf8'))),
    );
    expect(await postEvents(file, accepting(posted))).toEqual({
      taken: 2,
      refused: [
        { at: 'line 2', why: 'is nested deeper than 32 levels' },
        { at: 'line 3', why: 'must be text in UTF-8: it is in another encoding, or compressed' },
        { at: 'line 4', why: 'is longer than 1 MB' },
      ],
    });
    expect(posted).toEqual([['1', '2']]);
  });

  it('refuses a list that is nested without end', async () => {
    const nested = fileWith('events', `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const { refused } = await postEvents(nested, accepting([]));
    expect(refused).toEqual([{ at: 'the file', why: 'is nested deeper than 32 levels' }]);
  });

  it('posts the events of a batch one by one where one of them spoils it', async () => {
    const sizes: number[] = [];
    const post = async (body: string) => {
      const events = JSON.parse(body) as { id: string }[];
      sizes.push(events.length);
      if (events.some(({ id }) => id === 'deep')) return Response.json({ message: 'Too deep.' }, { status: 400 });
      return Response.json({ events: events.map(({ id }) => ({ id, status: 'accepted' })) }, { status: 202 });
    };
    const { taken, refused } = await postEvents(fileWith('events', '[{"id":"1"},{"id":"deep"},{"id":"2"}]'), post);
    expect([taken, refused]).toEqual([2, [{ at: 'event 2', why: 'POST /events answered 400: Too deep.' }]]);
    expect(sizes).toEqual([3, 1, 1, 1]);
  });

  it('does not go on when the door itself is broken', async () => {
    const broken = async () => new Response('oh', { status: 503 });
    const wait = async () => undefined;
    await expect(postEvents(fileWith('events', '{"id":"1"}'), broken, { wait })).rejects.toThrow('answered 503');
  });

  it('sends again what the door had no time for, fewer at a time', async () => {
    const posted: string[][] = [];
    const slow = async (body: string) => {
      const ids = (JSON.parse(body) as { id: string }[]).map(({ id }) => id);
      posted.push(ids);
      if (posted.length === 1) return new Response('Service Unavailable', { status: 503 });
      const events = ids.map((id, i) => ({ id, status: i < 2 ? 'accepted' : 'not-taken' }));
      return Response.json({ events }, { status: ids.length > 2 ? 503 : 202 });
    };
    const list = fileWith('events', JSON.stringify(['1', '2', '3', '4', '5', '6'].map((id) => ({ id }))));
    const { taken, refused } = await postEvents(list, slow, { wait: async () => undefined });
    expect([taken, refused]).toEqual([6, []]);
    expect(posted).toEqual([
      ['1', '2', '3', '4', '5', '6'],
      ['1', '2', '3'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  it('counts a whole batch as refused where the door will not have it', async () => {
    const closed = async () => new Response('{}', { status: 401 });
    const { taken, refused } = await postEvents(fileWith('events', '[{"id":"1"},{"id":"2"}]'), closed);
    expect([taken, refused.map(({ at }) => at)]).toEqual([0, ['event 1', 'event 2']]);
  });
});
