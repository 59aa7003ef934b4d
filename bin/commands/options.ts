import { parseArgs } from 'node:util';
import type { ArgsDef, CommandDef } from 'citty';
import { clean } from './print.ts';
import { WrongUsage } from './trouble.ts';

/** What every command that asks Crier takes. */
export const connection = {
  url: { type: 'string', description: "Crier's HTTP API (or CRIER_URL; else what npm start runs)", valueHint: 'URL' },
  token: { type: 'string', description: "An officer's token (or CRIER_TOKEN)", valueHint: 'TOKEN' },
  json: { type: 'boolean', description: 'Answer in JSON' },
} as const satisfies ArgsDef;

/**
 * citty takes any option, and any number of arguments. A mistyped `--reson` must not stop a council's sending without
 * a word, so each command line is checked first.
 * @throws WrongUsage
 */
export async function refuseUnknown(command: CommandDef, given: string[]): Promise<void> {
  const args = Object.entries((command.args ?? {}) as ArgsDef);
  const named = args.filter(([, { type }]) => type !== 'positional');
  const options = Object.fromEntries(
    named.map(([name, { type }]) => [name, { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) }]),
  );
  let positionals: string[];
  try {
    ({ positionals } = parseArgs({ args: given, options, allowPositionals: true }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    // Node adds advice about "--" that fits none of our commands.
    throw new WrongUsage(clean(message.split('. To specify')[0]!.split('\n')[0]!));
  }
  const places = args.flatMap(([name, each]) => (each.type === 'positional' ? [{ name, ...each }] : []));
  const missing = places.find(({ required }, i) => required && positionals[i] === undefined);
  if (missing) throw new WrongUsage(`${missing.valueHint ?? missing.name} is missing: ${missing.description}.`);
  const most = places.some(({ valueHint }) => valueHint?.endsWith('…')) ? positionals.length : places.length;
  if (positionals.length > most) throw new WrongUsage(`"${clean(positionals[most]!)}" is one argument too many.`);
}
