import type { ArgsDef } from 'citty';
import { type Clients, clientsAt } from '../../infra/operate/clients.ts';
import { isDenied } from '../../infra/operate/denied.ts';
import { CallRefused } from '../../infra/operate/query-call.ts';
import { type StackNow, stackNow } from '../../infra/operate/stack-now.ts';
import { whichOf } from './officers-api.ts';
import { clean } from './print.ts';
import { type Running, runningHere, STARTS } from './running.ts';
import { Failed, WrongUsage } from './trouble.ts';

/** What every command takes that operates a stack. */
export const operated = {
  stack: {
    type: 'string',
    description: 'A stack on AWS, by the usual environment of its SDK (or CRIER_STACK; else what npm start runs)',
    valueHint: 'NAME',
  },
  url: { type: 'string', description: 'Which npm start, where several run', valueHint: 'URL' },
  json: { type: 'boolean', description: 'Answer in JSON' },
} as const satisfies ArgsDef;

type Given = { stack?: string | undefined; url?: string | undefined };

/** Where a stack is: on this machine, or on AWS. */
export type Place = { name: string; running: Running | null };

/**
 * The stack that was named, else the one that runs on this machine.
 * @throws WrongUsage where several do; Failed where none does
 */
export async function placeOf(
  given: Given,
  env: NodeJS.ProcessEnv = process.env,
  running: () => Promise<Running[]> = () => runningHere(STARTS),
): Promise<Place> {
  const name = given.stack ?? (given.url === undefined ? env['CRIER_STACK'] || undefined : undefined);
  const here = name === undefined || name.endsWith('-local') ? await running() : [];
  if (name !== undefined && !name.endsWith('-local')) return { name, running: null };
  const wanted = here.filter(
    (each) =>
      (name === undefined || each.aws?.stack === name) &&
      (given.url === undefined || new URL(each.url).origin === URL.parse(given.url)?.origin),
  );
  const [one, ...others] = wanted;
  if (!one) {
    const which = given.url ?? name;
    throw new Failed(
      which === undefined
        ? 'No Crier runs on this machine. Start one with npm start, or name a stack on AWS with --stack or CRIER_STACK.'
        : `No npm start runs here that is ${clean(which)}.`,
    );
  }
  if (others.length > 0) throw new WrongUsage(whichOf(wanted));
  if (!one.aws) throw new Failed('What npm start left here is of an older version. Start it again.');
  return { name: one.aws.stack, running: one };
}

/** A stack as it is, and how to reach what it is made of. */
export type Operated = { place: Place; stack: StackNow; clients: Clients };

/**
 * Does something to a stack.
 * @throws Failed in words where AWS will not: no credentials, no rights, no such stack
 */
export async function atStack<T>(given: Given, act: (operated: Operated) => Promise<T>): Promise<T> {
  const place = await placeOf(given);
  const clients = clientsAt(place.running?.aws?.endpoint ?? null);
  try {
    return await act({ place, clients, stack: await stackNow(clients, place.name) });
  } catch (error) {
    throw inWords(error, place.name);
  }
}

const UNKNOWN =
  /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch)$/;

/** What AWS or its SDK says, in words that lead on; what is not of them stays as it is. */
function inWords(error: unknown, stack: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, cause } = error;
  const code = error instanceof CallRefused ? error.code : name;
  if (code === 'CredentialsProviderError')
    return new Failed('There are no credentials of AWS. Set AWS_PROFILE, or sign in with: aws sso login');
  if (UNKNOWN.test(code))
    return new Failed(
      'AWS does not know these credentials, or they have run out. Sign in again, or check AWS_PROFILE.',
    );
  if (isDenied(error)) return new Failed(`Your role may not do that: ${clean(message)}`);
  if (code === 'ValidationError' && /does not exist/.test(message))
    return new Failed(
      `There is no stack ${clean(stack)} in this account and region. Check AWS_PROFILE and AWS_REGION.`,
    );
  if (error instanceof CallRefused || '$metadata' in error) return new Failed(`AWS: ${clean(message)}`);
  const { code: network } = ((cause ?? error) as { code?: string }) ?? {};
  return network && /^E[A-Z]+$/.test(network)
    ? new Failed(`${clean(stack)} cannot be reached (${network}). Is npm start running, and is there a network?`)
    : error;
}
