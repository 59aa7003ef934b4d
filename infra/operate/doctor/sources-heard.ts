import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clients } from '../clients.ts';
import { ofType, type StackNow } from '../stack-now.ts';
import type { Check, Finding } from './finding.ts';

/** Files that are read by code do not come as events: whose they are. */
const EXTRACTS: Readonly<Record<string, string>> = { 'revenues-benefits': 'recovery-extract' };

/** Sources of a council that nothing was ever taken from. */
export async function sourcesHeard(
  { tables }: Pick<Clients, 'tables'>,
  stack: StackNow,
  sources: readonly string[],
): Promise<Check> {
  const table = ofType(stack, 'AWS::DynamoDB::GlobalTable')
    .concat(ofType(stack, 'AWS::DynamoDB::Table'))
    .find(({ path }) => path.startsWith('intake/'));
  if (!table) throw new Error(`${stack.name} has no table of intake`);
  const isThere = async (pk: string, sk: string) => {
    const { Item } = await tables.send(new GetCommand({ TableName: table.physicalId, Key: { pk, sk } }));
    return Item !== undefined;
  };
  const findings = await Promise.all(
    sources.map(async (source): Promise<Finding[]> => {
      if (await isThere(`SOURCE#${source}`, 'HEARD')) return [];
      const extract = EXTRACTS[source];
      if (extract && (await isThere(`LAYOUT#${extract}`, 'NEWEST'))) return [];
      const mend = `ask its team; npm run crier -- rotate sources/${source} shows how it gets a token, the catalogue has guides`;
      return [{ grade: 'look', what: `${source} has never sent anything`, mend }];
    }),
  );
  return { name: 'sources', findings: findings.flat() };
}
