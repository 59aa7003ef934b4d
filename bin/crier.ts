import { defineCommand, renderUsage, runCommand } from 'citty';
import { explain } from './commands/explain.ts';
import { ledger } from './commands/ledger.ts';
import { refuseUnknown } from './commands/options.ts';
import { plain, say } from './commands/print.ts';
import { resume } from './commands/resume.ts';
import { runs } from './commands/runs.ts';
import { status } from './commands/status.ts';
import { stop } from './commands/stop.ts';
import { templates } from './commands/templates.ts';
import { Failed, WrongUsage } from './commands/trouble.ts';

const COMMANDS = { explain, runs, ledger, status, stop, resume, templates };

const crier = defineCommand({
  meta: { name: 'crier', description: 'What happened to whom and why, and the switch that stops sending' },
  subCommands: COMMANDS,
});

/** Runs one command line. Ends with 0 for done, 1 for not found or failed, 2 for wrong usage. */
async function main(given: string[]): Promise<number> {
  const [name = '', ...rest] = given;
  if (name === '--help' || name === '-h') return await help();
  if (name === '') throw new WrongUsage(`Which command? One of: ${Object.keys(COMMANDS).join(', ')}.`);
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new WrongUsage(`There is no command "${name}". There are: ${Object.keys(COMMANDS).join(', ')}.`);
  }
  const command = COMMANDS[name as keyof typeof COMMANDS] as ReturnType<typeof defineCommand>;
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
  process.stderr.write(`${plain((error as Error).message)}\n`);
  if (usage) process.stderr.write('npm run crier -- --help lists the commands; with a command, its options.\n');
  process.exitCode = usage ? 2 : 1;
}
