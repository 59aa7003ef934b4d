import type { Clients } from '../clients.ts';
import { KINDS, type Kind, namesIn, readSecretOf } from '../secrets.ts';
import type { StackNow } from '../stack-now.ts';
import type { Check, Finding } from './finding.ts';

/** What an empty value means, by its kind. */
const EMPTY: Readonly<Record<Kind, string>> = {
  sources: 'this source cannot send anything',
  officers: 'this officer cannot ask anything',
  subscribers: 'this system is told nothing',
  open311: 'this client cannot report anything',
  notify: 'nothing can be sent',
};

/** Values that have not been put in yet, and rotations that nobody has ended. */
export async function secretsSet({ secrets }: Pick<Clients, 'secrets'>, stack: StackNow): Promise<Check> {
  const kinds = Object.keys(KINDS) as Kind[];
  const found = await Promise.all(
    kinds.map(async (kind) =>
      namesIn(await readSecretOf(secrets, stack, kind)).flatMap((each) => findingsOf(kind, each)),
    ),
  );
  return { name: 'secrets', findings: found.flat() };
}

function findingsOf(kind: Kind, { name, values }: { name: string; values: readonly string[] }): Finding[] {
  const secret = `${kind}/${name}`;
  const rotate = `npm run crier -- rotate ${secret}`;
  if (values.length > 1)
    return [
      { grade: 'note', what: `${secret} has two values: its rotation was not ended`, mend: `${rotate} --finish` },
    ];
  if (values.length === 1) return [];
  const grade = kind === 'notify' ? 'stops' : 'look';
  return [
    {
      grade,
      what: `${secret} is empty: ${EMPTY[kind]}`,
      mend: secret === 'notify/api_key' ? `NOTIFY_API_KEY=… ${rotate}` : rotate,
    },
  ];
}
