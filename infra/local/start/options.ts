import { parseArgs } from 'node:util';
import { daysAsked } from './sample-week.ts';

/** Another Notify instead of the sandbox: the real one, or a tester's. */
export type OtherNotify = { url: string; key: string; callbackToken: string };

/** What `npm start` was asked for. Paths are as given. */
export type StartOptions = {
  once: boolean;
  input: string | null;
  /** The one day of the sample week that is played, from 1; null for all of it. */
  day: number | null;
  /** Milliseconds since 1970 at which the clock starts, or null where it was not given. */
  now: number | null;
  data: string | null;
  port: number | null;
  council: string;
  notify: OtherNotify | null;
  report: string | null;
  /** A list of subscribers in place of the council's own. */
  subscribers: string | null;
  /** Queues and tables that are no kinder than AWS's, by this seed and with so many pollers a queue. */
  unkind: { seed: number; pollers?: number } | null;
};

/** The options as read, the help that was asked for, or what is wrong with them. */
export type ReadOptions =
  | { kind: 'start'; options: StartOptions }
  | { kind: 'help'; text: string }
  | { kind: 'wrong'; message: string };

const OPTIONS = {
  once: { type: 'boolean', value: '', help: 'exit when nothing is left to do: 0, or 1 with the reason' },
  input: { type: 'string', value: 'DIR', help: 'play this folder instead of the sample week, in name order' },
  day: { type: 'string', value: 'N', help: 'play one day of the sample week alone: 1 is Monday' },
  now: { type: 'string', value: 'ISO', help: 'the clock starts there, such as 2026-09-29T10:00:00+01:00' },
  data: { type: 'string', value: 'DIR', help: 'keep all state in this folder, and carry on from it' },
  port: { type: 'string', value: 'N', help: 'the console at http://127.0.0.1:N/, the HTTP API under /api' },
  council: { type: 'string', value: 'NAME', help: 'whose configuration to run (stockton)' },
  notify: { type: 'string', value: 'URL', help: 'another Notify instead of the sandbox' },
  'notify-key': { type: 'string', value: 'KEY', help: 'the API key for that Notify' },
  'notify-callback-token': { type: 'string', value: 'TOKEN', help: 'the bearer token it puts on its callbacks' },
  report: { type: 'string', value: 'FILE', help: 'write what was done as JSON' },
  subscribers: {
    type: 'string',
    value: 'FILE',
    help: 'systems to keep in step, in place of the sample ones; README.md shows one',
  },
  unkind: {
    type: 'string',
    value: 'SEED',
    help: 'queues and tables no kinder than on AWS: out of order, twice, behind',
  },
  pollers: {
    type: 'string',
    value: 'N',
    help: 'with --unkind: so many batches of a queue at once (1 to 5, by the seed)',
  },
  help: { type: 'boolean', value: '', help: 'print this' },
} as const;

export const HELP = `npm start -- [options]

Runs Crier on this machine, from the template that would be deployed, and plays the sample week: Monday to
Friday of an invented town. The clock moves on to the next morning when a day has nothing left to do.
Then it stays up, with the address of the console, until Ctrl-C.

${Object.entries(OPTIONS)
  .map(([name, { value, help }]) => `  ${`--${name} ${value}`.padEnd(32)}${help}`)
  .join('\n')}

In an input folder *.csv are nightly files, known by their header, and layout.json (or *.layout.json) is a layout of
some of them (contracts/files/layouts); *.event.json (one CloudEvent or a list) and *.ndjson (one to a
line) are posted as events; *.replies.json are texts that residents send back, *.returned.json lists documents ([{"document": PATH}])
whose letters the post brings back. Each waits until the queues of the one before are empty. What lies in
documents/ is put where documents lie, before the first. Other files are left.
`;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

// Date.parse takes 30 February for 2 March.
const isInstant = (text: string) =>
  INSTANT.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));

/**
 * Reads the command line of `npm start`. Unknown options and stray words are refused.
 * @param councils the councils there is a configuration for; the first is the default.
 */
export function readOptions(args: string[], councils: readonly string[]): ReadOptions {
  let values: Partial<Record<keyof typeof OPTIONS, string | boolean>>;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    return wrong((error as Error).message.split(/\. |\.?\n/)[0]!);
  }
  if (values.help) return { kind: 'help', text: HELP };
  const text = (name: keyof typeof OPTIONS) => (values[name] as string | undefined) ?? null;
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty) return wrong(`--${empty[0]} is empty`);

  const now = text('now');
  if (now !== null && !isInstant(now)) {
    return wrong(`--now must be an instant with its offset, such as 2026-09-29T10:00:00+01:00, not "${now}"`);
  }
  const port = text('port');
  if (port !== null && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return wrong(`--port must be a number from 1 to 65535, not "${port}"`);
  }
  const day = text('day');
  if (day !== null && !(/^\d$/.test(day) && daysAsked(Number(day)).length === 1)) {
    return wrong(`--day must be a day of the sample week, 1 to ${daysAsked(null).length}, not "${day}"`);
  }
  if (day !== null && text('input') !== null) return wrong('--day is of the sample week: leave --input out, or --day');
  const council = text('council') ?? councils[0]!;
  if (!councils.includes(council)) {
    return wrong(`there is no council "${council}": --council is one of ${councils.join(', ')}`);
  }
  const unkind = unkindOf(text('unkind'), text('pollers'));
  if (typeof unkind === 'string') return wrong(unkind);
  if (unkind !== null && text('data') !== null) return wrong('--unkind keeps its state in memory: leave --data out');
  const notify = otherNotify(text('notify'), text('notify-key'), text('notify-callback-token'));
  if (typeof notify === 'string') return wrong(notify);
  return {
    kind: 'start',
    options: {
      once: values.once === true,
      input: text('input'),
      day: day === null ? null : Number(day),
      now: now === null ? null : Date.parse(now),
      data: text('data'),
      port: port === null ? null : Number(port),
      council,
      notify,
      report: text('report'),
      subscribers: text('subscribers'),
      unkind,
    },
  };
}

const WHOLE = /^\d{1,6}$/;

function unkindOf(seed: string | null, pollers: string | null): StartOptions['unkind'] | string {
  if (seed === null) return pollers === null ? null : '--pollers goes with --unkind SEED';
  if (!WHOLE.test(seed)) return `--unkind must be a whole number from 0 to 999999, not "${seed}"`;
  if (pollers === null) return { seed: Number(seed) };
  if (!WHOLE.test(pollers) || Number(pollers) < 1) return `--pollers must be a whole number from 1, not "${pollers}"`;
  return { seed: Number(seed), pollers: Number(pollers) };
}

function otherNotify(
  url: string | null,
  key: string | null,
  callbackToken: string | null,
): OtherNotify | null | string {
  if (url === null && key === null && callbackToken === null) return null;
  if (url === null || key === null || callbackToken === null) {
    return '--notify, --notify-key and --notify-callback-token go together: give all three';
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return `--notify must be an http or https address, not "${url}"`;
  }
  return { url: url.replace(/\/+$/, ''), key, callbackToken };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** What was given may hold characters that move the cursor: none of them is repeated. */
const wrong = (message: string): ReadOptions => ({
  kind: 'wrong',
  message: `${message.replace(CONTROLS, ' ')}\nnpm start -- --help lists the options.`,
});
