import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { Key } from '../../shared/ids.ts';
import { together } from '../../shared/together.ts';
import type { ControlStore, Down, Restored, Stop, Switches, SwitchName, Unknown } from './ports.ts';
import { controlPlace } from './table.ts';

/** Kept for so many notices of a row: enough to stop a template's line. */
const MOST_IN_ROW = 10;

/** Short beside a post, long beside how far apart the claims of a batch are written. */
const LINGER_MS = 10;

const TEMPLATE = 'template:';
const UNKNOWN = 'unknown:';
const DOWN = 'down';
const attributeOf = ({ kind, template }: SwitchName) => (kind === 'template' ? `${TEMPLATE}${template}` : kind);
const isSwitch = (name: string) => ['officer', 'set-up', 'copy'].includes(name) || name.startsWith(TEMPLATE);

/** The table that the switches were first read in: they stand in another one only where that is a copy. */
const HOME = 'home';
const RESTORED = 'restored';
const COPY: Stop = {
  kind: 'copy',
  by: 'the notices table',
  at: null,
  reason: 'its table was made from a copy, and GOV.UK Notify may have been sent more since than it knows of',
};

// A row as text, so that a write can be made on condition of all of it.
const asText = ({ error, notices }: Unknown) => [error, ...notices].join(' ');
const asUnknown = (text: string): Unknown => {
  const [error = '', ...notices] = text.split(' ');
  return { error, notices: notices as Key[] };
};

/** The row with one more notice, which may stand in it already; a row of its own if it was refused in other words. */
export function rowWith(before: Unknown | undefined, { error, notice }: { error: string; notice: Key }): Unknown {
  const same = before?.error === error ? before.notices.filter((each) => each !== notice) : [];
  return { error, notices: [...same, notice].slice(-MOST_IN_ROW) };
}

/** All switches in one item, each an attribute of its own: one read tells them all, and no write of one touches another. */
export function switchesOn(
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<
  ControlStore,
  'switches' | 'stop' | 'lift' | 'restore' | 'noteUnknown' | 'endUnknown' | 'noteDown' | 'endDown'
> {
  const Key = controlPlace('STOP');
  const read = async (): Promise<Switches> => {
    const { Item = {} } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const named = Object.entries(Item);
    const home = Item[HOME] as string | undefined;
    if (home === undefined) await set(HOME, TableName, { is: null });
    const isCopy = home !== undefined && home !== TableName && !Item['copy'];
    return {
      stops: [...named.flatMap(([name, value]) => (isSwitch(name) ? [value as Stop] : [])), ...(isCopy ? [COPY] : [])],
      restored: (Item[RESTORED] as Restored | undefined) ?? null,
      unknown: new Map(
        named.flatMap(([name, value]) =>
          name.startsWith(UNKNOWN) ? [[name.slice(UNKNOWN.length), asUnknown(value as string)]] : [],
        ),
      ),
      down: (Item[DOWN] as Down | undefined) ?? null,
    };
  };
  /**
   * Asked for each message of a batch, once it is claimed: one read answers all sends that ask at about the same instant, and none
   * that asks later. They go on together from there, so that their looks are one request too.
   */
  const switches = together(
    Number.POSITIVE_INFINITY,
    async (askers: undefined[]) => {
      const found = await read();
      return askers.map(() => found);
    },
    LINGER_MS,
  );
  const set = (name: string, value: unknown, condition?: { is: string | null }) =>
    wentThrough(
      client.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET #name = :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':value': value, ...(condition?.is && { ':before': condition.is }) },
          ...(condition && { ConditionExpression: condition.is ? '#name = :before' : 'attribute_not_exists(#name)' }),
        }),
      ),
    );

  return {
    switches: () => switches(undefined),
    stop: async (stop) => {
      await set(attributeOf(stop), stop, stop.kind === 'officer' ? undefined : { is: null });
    },
    lift: async (name) => {
      const names: Record<string, string> = name.kind === 'template' ? { '#row': `${UNKNOWN}${name.template}` } : {};
      const update = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: `REMOVE ${['#name', ...Object.keys(names)].join(', ')}`,
        ExpressionAttributeNames: { '#name': attributeOf(name), ...names },
      });
      await client.send(update);
    },
    restore: async (restored) => {
      const update = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #home = :home, #restored = :restored REMOVE #copy',
        ExpressionAttributeNames: { '#home': HOME, '#restored': RESTORED, '#copy': 'copy' },
        ExpressionAttributeValues: { ':home': TableName, ':restored': restored },
      });
      await client.send(update);
    },
    noteUnknown: async (template, refused) => {
      for (;;) {
        const before = (await read()).unknown.get(template);
        const row = rowWith(before, refused);
        if (await set(`${UNKNOWN}${template}`, asText(row), { is: before ? asText(before) : null })) return row;
      }
    },
    endUnknown: async (template, before) => {
      const update = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'REMOVE #name',
        ConditionExpression: '#name = :before',
        ExpressionAttributeNames: { '#name': `${UNKNOWN}${template}` },
        ExpressionAttributeValues: { ':before': asText(before) },
      });
      await wentThrough(client.send(update));
    },
    noteDown: async (down) => void (await set(DOWN, down)),
    endDown: async () => {
      const remove = { UpdateExpression: 'REMOVE #name', ExpressionAttributeNames: { '#name': DOWN } };
      await client.send(new UpdateCommand({ TableName, Key, ...remove }));
    },
  };
}
