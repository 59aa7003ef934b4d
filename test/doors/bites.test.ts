// That the harness finds what it is there for: doors that are broken on purpose, and answers that are wrong on purpose.
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { callbacks } from './callbacks.ts';
import type { Child, Door } from './door.ts';
import { events } from './events.ts';
import { files } from './files.ts';
import { fireAt, foundInWords } from './fire.ts';
import { officers } from './officers.ts';
import { randomOf } from './random.ts';

/** Inputs of which about one in eight breaks the door. */
const brokenDoor = (way: string): Door => ({
  name: 'broken',
  soundEvery: 1,
  sound: async (child) => ((await child.ask({ way, input: 'good' })) === 'taken' ? [] : ['good was refused']),
  shot: (random) => {
    const isValid = random.chance(0.5);
    const input = `${isValid ? 'yes' : 'no'}${random.chance(0.125) ? ' break' : ''}`;
    const fire = async (child: Child) => {
      const said = await child.ask({ way, input });
      const expected = isValid ? 'taken' : 'refused';
      return { faults: said === expected ? [] : [`${expected} was meant, and it was ${said}`], valid: isValid ? 1 : 0 };
    };
    return { shape: input, fire };
  },
});

describe('a door that', () => {
  test.each([
    ['throws', 'throw', /uncaught: Error: thrown on a certain input/],
    ['throws when nobody waits any more', 'later', /uncaught: Error: thrown when nobody/],
    ['dies', 'die', /the process ended \(3\)/],
    ['spins', 'spin', /no answer within 1 s/],
    ['never answers', 'hang', /no answer within 1 s/],
    ['takes too much memory beside the heap', 'buffers', /took \d+ MB, more than 256 MB/],
    ['takes too much memory in the heap', 'heap', /the process ended \(SIGABRT\)/],
    ['lets inputs into the prototype of every object', 'pollute', /prototype of every object/],
    ['stays shut afterwards', 'shut', /afterwards: good was refused/],
    ['refuses what is valid', 'refuse', /taken was meant, and it was refused/],
  ])('%s is found, with the seed that did it, and found again by that seed alone', async (_, way, fault) => {
    const door = brokenDoor(way);
    const limits = { ms: ['spin', 'hang'].includes(way) ? 1_000 : 60_000, mb: 256 };
    // Of each kind of input one, up to the first that breaks the door while something valid is in it.
    let seed = 1;
    while (door.shot(randomOf(seed)).shape !== 'yes break') seed += 1;
    const from = Math.max(1, seed - 2);
    const report = await fireAt(door, { from, inputs: seed - from + 1, limits });
    const found = report.found.find((each) => each.seed === seed);
    expect(found?.shape).toBe('yes break');
    expect(found?.faults.join('\n')).toMatch(fault);
    expect(foundInWords(report)).toContain(`CRIER_DOOR_SEED=${seed} `);
    const alone = await fireAt(door, { from: seed, inputs: 1, limits });
    expect(alone.found.map((each) => each.faults.join('\n'))).toEqual([expect.stringMatching(fault)]);
  });

  test('is sound has nothing found', async () => {
    const report = await fireAt(brokenDoor('none'), { inputs: 3, from: 1 });
    expect(report).toMatchObject({ inputs: 3, found: [] });
  });
});

/** What a door's own judge says of answers that are always the same, for the first of many seeds. */
async function judged(
  door: Door,
  { answer, through }: { answer: [number, string]; through: unknown },
): Promise<Set<string>> {
  const server = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.writeHead(answer[0], { 'content-type': 'application/json' }).end(answer[1]));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const child: Child = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    ask: async () => through,
  };
  const said = new Set<string>();
  for (let seed = 1; seed <= 150; seed += 1) {
    const { shape, fire } = door.shot(randomOf(seed));
    if (/^(connection|large)/.test(shape)) continue;
    for (const fault of (await fire(child)).faults) said.add(fault.replace(/:.*/s, '').replace(/\d+ ?/g, ''));
  }
  server.closeAllConnections();
  server.close();
  return said;
}

const nothing = { events: [], facts: 0, thrown: [], receipts: [], returned: [], words: [], done: [], reason: null };
const has = (...faults: string[]) => expect.arrayContaining(faults.map((fault) => expect.stringMatching(`^${fault}`)));

describe('the judge of', () => {
  test('events sees a fault, a valid event refused, a wrong one accepted, one that is lost, and data that is repeated', async () => {
    const all = (status: string, message: string) =>
      [202, JSON.stringify({ events: [{ id: 'x', status, errors: [{ pointer: '/id', message }] }] })] as [
        number,
        string,
      ];
    expect([
      ...(await judged(events, { answer: [503, '{"error":"x","message":"try again later"}'], through: nothing })),
    ]).toEqual(has('answered', 'refused as a whole'));
    expect([...(await judged(events, { answer: all('accepted', ''), through: nothing }))]).toEqual(
      has('event', 'on the bus are'),
    );
    const repeating = await judged(events, { answer: all('refused', 'is not Zq7Marked'), through: nothing });
    expect([...repeating]).toEqual(has('event'));
    const leaking = { ...nothing, events: [{ type: 'x', text: 'for Zq7Marked' }] };
    expect([...(await judged(events, { answer: all('accepted', ''), through: leaking }))]).toEqual(
      has('a marked reference'),
    );
  });

  test('callbacks sees a fault, what was lost, what should not be taken, and data that went on', async () => {
    expect([...(await judged(callbacks, { answer: [204, ''], through: nothing }))]).toEqual(
      has('is not valid', 'a receipt of ours', 'a reply', 'taken without leave'),
    );
    const refused: [number, string] = [400, '{"message":"not for Zq7Marked"}'];
    const leaking = { ...nothing, events: ['Zq7Marked'] };
    expect([...(await judged(callbacks, { answer: refused, through: leaking }))]).toEqual(
      has('is valid', 'the answer repeats', 'marked data went on', 'refused, and something'),
    );
  });

  test('the officers’ API sees what is not answered, answered to strangers, not done, or said of someone', async () => {
    expect([...(await judged(officers, { answer: [200, '{"name":"Zebedee"}'], through: nothing }))]).toEqual(
      has('a name', 'should be answered', 'was to stop sending', 'answered'),
    );
    const refused = await judged(officers, { answer: [400, '{}'], through: { ...nothing, done: ['woken'] } });
    expect([...refused]).toEqual(has('refused, and something was changed', 'refused without a place', 'answered'));
  });

  test('files sees rows that are lost, reports that differ, and what is left behind', async () => {
    const receipt = { outcome: 'taken', reasons: [], rows: 9, taken: 8, rejected: 0 };
    const became = {
      outcome: 'done',
      receipt,
      rejects: [],
      rows: [],
      events: [{ type: 'council.intake.Zq7Marked' }],
      left: ['x'],
    };
    const of = async (through: unknown) => [...(await judged(files, { answer: [200, ''], through }))];
    expect(await of([became, became])).toEqual(
      has(
        'left',
        'marked data is on the bus',
        'rows taken and rejected',
        'taken, and told',
        'a row is neither',
        'good rows',
      ),
    );
    const rows = [{ line: 2, account_ref: 'a', person_ref: 'b', bill_year: 'c' }];
    const refused = { ...became, receipt: { ...receipt, outcome: 'refused' }, rows };
    expect(await of([refused, refused])).toEqual(
      has('refused, and did', 'refused without reasons', 'the mended file', 'refused for'),
    );
  });
});
