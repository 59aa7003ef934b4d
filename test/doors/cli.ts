// The command lines under fire: arguments that are right, nearly right and wrong, and the files that programs are given.
import type { Asked, Ran } from './behind/cli.ts';
import { type Child, type Door, MARK, type Shot, type Verdict } from './door.ts';
import { depthOfText, mutateBytes, mutateJsonText, mutateValue, oddText } from './mutate.ts';
import { type Random, weighted } from './random.ts';

/** Command lines that are right, and what they end with. */
const RIGHT: readonly [string[], number][] = [
  [['status'], 0],
  [['status', '--json'], 0],
  [['runs'], 0],
  [['runs', '--figures', '3'], 0],
  [['runs', '--figures=0', '--json'], 0],
  [['runs', 'night-1'], 0],
  [['runs', 'night-1', '--decisions'], 0],
  [['runs', 'night-1', '--json', '--decisions'], 0],
  [['runs', 'none'], 1],
  [['explain', 'A1'], 0],
  [['explain', '--json', 'A2'], 0],
  [['explain', MARK], 1],
  [['explain', '--', 'A1'], 0],
  [['ledger'], 0],
  [['ledger', '--run', 'night-1'], 0],
  [['ledger', '--run', 'none'], 1],
  [['stop', '--reason', 'Wrong file'], 0],
  [['stop', '--reason=--json'], 0],
  [['resume'], 0],
  [['templates'], 0],
  [['templates', '--json'], 0],
  [['--help'], 0],
  [['explain', '--help'], 0],
  [[], 2],
  [['stop'], 2],
  [['stop', '--reason', ' '], 2],
  [['explain'], 2],
  [['explain', 'A1', 'A2'], 2],
  [['datasets', 'burn'], 2],
  [['runs', '--decisions'], 2],
  [['templates', '--notify', 'x'], 2],
  [['templates', '--council', MARK], 2],
];

/** What a right one may be made wrong with. Nothing here leaves this machine, and nothing here waits. */
const ODD_ARGUMENTS = [
  '--',
  '-',
  '---',
  '--=',
  '-x',
  '--no-json',
  '--json=yes',
  '--reason',
  '--reson=x',
  '--url',
  '--url=',
  '--url=nonsense',
  '--url=http://example.invalid',
  '--url=http://127.0.0.1:1',
  '--token=',
  '--run=',
  '--run',
  '--figures=-1',
  '--figures=1e3',
  '--figures=١',
  '--__proto__',
  '--constructor=x',
  '--toString',
  'constructor',
  '__proto__',
  '\u001b[31mred',
  'a\nb',
  '-h',
  '--version',
  '--decisions',
  '%',
  '../..',
  '.',
  '*',
  '~',
];

function mutatedArguments(random: Random, given: string[]): string[] {
  const args = [...given];
  for (let i = 1 + random.below(2); i > 0; i -= 1) {
    const at = random.below(args.length + 1);
    const draw = random.below(5);
    if (draw === 0) args.splice(at, 1);
    else if (draw === 1) args.splice(at, 0, random.pick(ODD_ARGUMENTS));
    else if (draw === 2 && args[at] !== undefined) args[at] = oddText(random);
    else if (draw === 3 && args[at] !== undefined) args[at] = `${args[at]}${random.pick(['x', '=', ' ', '\t'])}`;
    else args.splice(at, 0, ...random.pick([['--json'], ['--figures', '2'], ['A1'], ['--token', MARK]]));
  }
  return args;
}

/** What holds of any command line: it ends as it says it does, in words and with nothing moved on the screen. */
function common({ code, out, err, done }: Ran): string[] {
  const faults: string[] = [];
  if (![0, 1, 2].includes(code)) faults.push(`ended with ${code}: ${err}`);
  if (/^\s+at .*:\d+:\d+\)?$/m.test(err)) faults.push(`shows its stack: ${err}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(`${out}${err}`))
    faults.push(`writes control characters: ${JSON.stringify(err || out)}`);
  if (code === 2 && (err.length < 10 || out !== ''))
    faults.push(`wrong usage without a word, or with output: ${err}${out}`);
  if (code === 1 && err === '' && out === '') faults.push('failed without a word');
  if (code === 2 && done.length > 0) faults.push(`wrong usage, and did ${done.join()}`);
  return faults;
}

const ask = (child: Child, asked: Asked): Promise<Ran> => child.ask(asked);

async function run(child: Child, args: string[], expected: number | null): Promise<Verdict> {
  const ran = await ask(child, { kind: 'crier', args });
  const faults = common(ran);
  if (expected !== null && ran.code !== expected)
    faults.push(`should end with ${expected}, not ${ran.code}: ${ran.err}`);
  if (expected === 0 && args[0] === 'stop' && ran.done.length !== 1) faults.push('was to stop sending, and did not');
  return { faults, valid: expected === 0 ? 1 : 0 };
}

const START: readonly [string[], number][] = [
  [[], 0],
  [['--once'], 0],
  [['--help'], 0],
  [['--input', 'DIR', '--now', '2026-09-29T10:00:00+01:00', '--data', 'STATE'], 0],
  [['--port', '4000', '--council', 'darlington', '--report', 'r.json'], 0],
  [['--notify', 'http://127.0.0.1:6011/', '--notify-key', 'k', '--notify-callback-token', 't'], 0],
  [['--port', '0'], 2],
  [['--port', '70000'], 2],
  [['--now', '2026-02-30T10:00:00Z'], 2],
  [['--now', 'yesterday'], 2],
  [['--council', 'hartlepool'], 2],
  [['--notify', 'x'], 2],
  [['stray'], 2],
];

const EVENT = {
  specversion: '1.0',
  id: 'e',
  source: 's',
  type: 'council.payments.payment-received.v1',
  data: { account_ref: MARK },
};

const shots: readonly (readonly [number, (random: Random) => Shot])[] = [
  [
    4,
    (random) => {
      const [args, expected] = random.pick(RIGHT);
      return { shape: `crier: ${args.join(' ')}`, fire: (child) => run(child, args, expected) };
    },
  ],
  [
    7,
    (random) => {
      const args = mutatedArguments(random, random.pick(RIGHT)[0]);
      return { shape: `odd crier: ${args.join(' ').slice(0, 80)}`, fire: (child) => run(child, args, null) };
    },
  ],
  [
    4,
    (random) => {
      const [right, expected] = random.pick(START);
      const isOdd = random.chance(0.6);
      const args = isOdd ? mutatedArguments(random, right) : right;
      const fire = async (child: Child): Promise<Verdict> => {
        const ran = await ask(child, { kind: 'start', args });
        const faults = common(ran);
        if (!isOdd && ran.code !== expected) faults.push(`should end with ${expected}: ${ran.err}`);
        return { faults, valid: !isOdd && expected === 0 ? 1 : 0 };
      };
      return { shape: `start: ${args.join(' ').slice(0, 80)}`, fire };
    },
  ],
  [
    2,
    (random) => {
      const json = { url: 'http://127.0.0.1:4000/api', token: 'local-officer' };
      const isOdd = random.chance(0.8);
      const text = isOdd
        ? mutateBytes(random, Buffer.from(JSON.stringify(mutateValue(random, json)) ?? ''))
        : Buffer.from(JSON.stringify(json));
      const fire = async (child: Child): Promise<Verdict> => {
        const ran = await ask(child, { kind: 'local', text });
        const faults = common(ran);
        if (!isOdd && ran.code !== 0) faults.push(`is right, and was refused: ${ran.err}`);
        return { faults, valid: isOdd ? 0 : 1 };
      };
      return { shape: 'local.json', fire };
    },
  ],
  [
    3,
    (random) => {
      const events = Array.from({ length: 1 + random.below(6) }, (_, i) => ({ ...EVENT, id: `e-${i}` }));
      const good = events.map((event) => JSON.stringify(event));
      // Each line is for itself: those that were not touched are taken.
      const lines = good.map((line) =>
        random.chance(0.4) ? mutateJsonText(random, line).toWellFormed().replaceAll('\n', ' ') : line,
      );
      const whole = lines.filter((line, i) => line === good[i]).length;
      const bytes = Buffer.from(`${random.pick(['', '\ufeff'])}${lines.join('\n')}${random.pick(['', '\n', '\n\n'])}`);
      const fire = async (child: Child): Promise<Verdict> => {
        const ran = await ask(child, { kind: 'events', file: 'ndjson', bytes });
        const faults = common(ran);
        if (Number(ran.out) < whole) faults.push(`${whole} good lines, and ${ran.out} taken: ${ran.err}`);
        return { faults, valid: whole };
      };
      return { shape: 'file of lines', fire };
    },
  ],
  [
    2,
    (random) => {
      const list = Array.from({ length: 1 + random.below(6) }, (_, i) => ({ ...EVENT, id: `e-${i}` }));
      const text = JSON.stringify(list);
      const odd = random.pick([text, mutateJsonText(random, text).toWellFormed()]);
      const bytes = random.chance(0.5) ? Buffer.from(odd) : mutateBytes(random, Buffer.from(odd));
      const isGood = bytes.equals(Buffer.from(text)) && depthOfText(text) < 32;
      const fire = async (child: Child): Promise<Verdict> => {
        const ran = await ask(child, { kind: 'events', file: 'events', bytes });
        const faults = common(ran);
        if (isGood && Number(ran.out) !== list.length) faults.push(`${list.length} good events, and ${ran.out} taken`);
        return { faults, valid: isGood ? list.length : 0 };
      };
      return { shape: 'file of a list', fire };
    },
  ],
];

async function sound(child: Child): Promise<string[]> {
  return (await run(child, ['explain', 'A1'], 0)).faults;
}

export const cli: Door = {
  name: 'cli',
  soundEvery: 10,
  // Each run of the program is a module more that the process keeps.
  freshEvery: 2_000,
  sound,
  shot: (random) => weighted(random, shots)(random),
};
