import { readFileSync } from 'node:fs';
import { readSubscribers, type SubscribersHere } from '../../config/subscribers.ts';
import type { Council } from '../../config/types.ts';

/** What was given on the command line is wrong: nothing was begun. */
export class WrongInput extends Error {}

/**
 * The subscribers of `--subscribers FILE`.
 * @throws WrongInput with every fault, a line each: entry, field and what should be there
 */
export function subscribersOf(file: string, { layouts }: Pick<Council, 'layouts'>): SubscribersHere {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongInput(`subscribers: ${(error as Error).message}`);
  }
  const read = readSubscribers(text, layouts);
  if (!('faults' in read)) return read;
  throw new WrongInput(read.faults.join('\n'));
}
