import { createInterface } from 'node:readline/promises';
import { clean } from './print.ts';
import { Failed, WrongUsage } from './trouble.ts';

/** What every command takes that changes something in a stack. */
export const yes = { type: 'boolean', description: 'Do it without asking, for programs' } as const;

/**
 * Says what will be done, and goes on only if somebody says yes.
 * @throws WrongUsage where nobody is there to ask; Failed for a no
 */
export async function confirmed(what: string, given: { yes?: boolean | undefined }): Promise<void> {
  if (given.yes) return;
  if (!process.stdin.isTTY)
    throw new WrongUsage(`${clean(what)}\nNobody is there to ask. Give --yes to do it without asking.`);
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question(`${clean(what)} Go on? (yes/no) `).finally(() => ask.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failed('Nothing was done.');
}
