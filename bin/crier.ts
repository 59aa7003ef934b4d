import { defineCommand, renderUsage, runCommand } from 'citty';
import { refuseUnknown } from './commands/options.ts';
import { clean, plain, say } from './commands/print.ts';
import { Failed, WrongUsage } from './commands/trouble.ts';

// Each is loaded when it is asked for: the Notify client alone doubles the time to start.
const COMMANDS = {
  explain: async () => (await import('./commands/explain.ts')).explain,
  runs: async () => (await import('./commands/runs.ts')).runs,
  release: async () => (await import('./commands/decide-run.ts')).release,
  cancel: async () => (await import('./commands/decide-run.ts')).cancel,
  ledger: async () => (await import('./commands/ledger.ts')).ledger,
  replies: async () => (await import('./commands/replies.ts')).replies,
  holds: async () => (await import('./commands/holds.ts')).holds,
  subscribers: async () => (await import('./commands/subscribers.ts')).subscribers,
  deliveries: async () => (await import('./commands/deliveries.ts')).deliveries,
  redrive: async () => (await import('./commands/redrive.ts')).redrive,
  replay: async () => (await import('./commands/replay.ts')).replay,
  drift: async () => (await import('./commands/drift.ts')).drift,
  disclosures: async () => (await import('./commands/disclosures.ts')).disclosures,
  queues: async () => (await import('./commands/queues.ts')).queues,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  smoke: async () => (await import('./commands/smoke.ts')).smoke,
  rotate: async () => (await import('./commands/rotate.ts')).rotate,
  dead: async () => (await import('./commands/dead.ts')).dead,
  status: async () => (await import('./commands/status.ts')).status,
  send: async () => (await import('./commands/send.ts')).send,
  stop: async () => (await import('./commands/stop.ts')).stop,
  restored: async () => (await import('./commands/restored.ts')).restored,
  pause: async () => (await import('./commands/pause.ts')).pause,
  resume: async () => (await import('./commands/resume.ts')).resume,
  'set-aside': async () => (await import('./commands/set-aside.ts')).setAside,
  publish: async () => (await import('./commands/publish.ts')).publish,
  templates: async () => (await import('./commands/templates.ts')).templates,
  datasets: async () => (await import('./commands/datasets.ts')).datasets,
};

const crier = defineCommand({
  meta: { name: 'crier', description: 'What happened to whom and why, and the switch that stops sending' },
  subCommands: COMMANDS,
});

/** Runs one command line. Ends with 0 for done, 1 for not found or failed, 2 for wrong usage. */
async function main(given: string[]): Promise<number> {
  const [name = '', ...rest] = given;
  if (['--help', '-h', 'help'].includes(name)) return await help();
  if (name === '') throw new WrongUsage(`Which command? One of: ${Object.keys(COMMANDS).join(', ')}.`);
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new WrongUsage(`There is no command "${clean(name)}". There are: ${Object.keys(COMMANDS).join(', ')}.`);
  }
  const command = (await COMMANDS[name as keyof typeof COMMANDS]()) as ReturnType<typeof defineCommand>;
  const asked = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (asked.includes('--help') || asked.includes('-h')) return await help(command);
  await refuseUnknown(command, rest);
  const { result } = await runCommand(command, { rawArgs: rest });
  return typeof result === 'number' ? result : 0;
}

async function help(command?: ReturnType<typeof defineCommand>): Promise<number> {
  const parent = crier as ReturnType<typeof defineCommand>;
  say(plain(command ? await renderUsage(command, parent) : await renderUsage(parent)));
  return 0;
}

// `crier runs | head` closes our output early. That is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const ours = error instanceof Failed || error instanceof WrongUsage;
  // citty does not export the class of its own complaints about arguments.
  const usage = error instanceof WrongUsage || (error instanceof Error && error.name === 'CLIError');
  if (!ours && !usage) throw error;
  const lines = (error as Error).message.split('\n').map(clean);
  process.stderr.write(`${plain(lines.join('\n'))}\n`);
  if (usage) process.stderr.write('npm run crier -- --help lists the commands; with a command, its options.\n');
  process.exitCode = usage ? 2 : 1;
}
