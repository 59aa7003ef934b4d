import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { digest } from './ids.ts';
import { sortable } from './sortable.ts';
import { together } from './together.ts';

/** As many as fit in the kilobyte that DynamoDB bills as one unit. */
const ON_A_PAGE = 23;
/** Pages are full, or short: few of them are enough, or more are read. */
const READ_AT_ONCE = 4;
const MOST_AT_ONCE = 500;
/** How long an entry waits for others that a worker's other messages make. */
const LINGER_MS = 20;
/** How much later than it asked for an entry may be looked at. */
const TOGETHER_MS = 2_000;

/** A list on which something is to be looked at, from an instant on. */
export type On<List extends string> = { list: List; at: number };

/** What is looked at together. `at` is the latest instant that one of its entries asked for. */
export type Page<List extends string, Entry> = On<List> & { key: string; entries: Entry[] };

/** Agendas of a capability, in its own table. */
export type Agendas<List extends string, Entry> = {
  enter(agenda: On<List>, entries: Entry[]): Promise<void>;
  /** Pages whose instant has come by `until`, the oldest first, with about so many entries. */
  due(list: List, until: number, entries: number): Promise<Page<List, Entry>[]>;
  strike(page: Page<List, Entry>): Promise<void>;
};

/** How an entry stands on a page: one text. */
export type Form<Entry> = { written: (entry: Entry) => string; read: (text: string) => Entry };

const partitionOf = (list: string) => `AGENDA#${list}`;

/** Agendas: an item for things that are to be looked at together. Consistent reads, and no index. */
export function agendasOn<List extends string, Entry>(
  client: DynamoDBDocumentClient,
  tableName: string,
  { written, read }: Form<Entry>,
): Agendas<List, Entry> {
  type Entered = { agenda: On<List>; entry: Entry };

  const putPage = async (page: Entered[]) => {
    const { list, at } = (page.at(-1) as Entered).agenda;
    const entries = page.map(({ entry }) => written(entry));
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: { pk: partitionOf(list), sk: `${sortable(at)}#${digest(entries.join())}`, entries },
      }),
    );
  };
  const enter = together(
    Number.POSITIVE_INFINITY,
    async (all: Entered[]) => {
      await Promise.all(pagesOf(all).map(putPage));
      return all.map(() => undefined);
    },
    LINGER_MS,
  );
  return {
    enter: async (agenda, entries) => {
      await Promise.all(entries.map((entry) => enter({ agenda, entry })));
    },
    due: async (list, until, entries) => {
      const due: Page<List, Entry>[] = [];
      let found = 0;
      const pageSize = Math.max(READ_AT_ONCE, Math.min(MOST_AT_ONCE, Math.ceil(entries / ON_A_PAGE)));
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :list AND sk < :after',
        ExpressionAttributeValues: { ':list': partitionOf(list), ':after': sortable(until + 1) },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client, pageSize }, query)) {
        for (const { sk, entries: on } of Items) {
          if (found >= entries) return due;
          due.push({
            list,
            at: Number.parseInt(sk as string, 10),
            key: sk as string,
            entries: (on as string[]).map(read),
          });
          found += (on as string[]).length;
        }
      }
      return due;
    },
    strike: async ({ list, key }) => {
      await client.send(new DeleteCommand({ TableName: tableName, Key: { pk: partitionOf(list), sk: key } }));
    },
  };
}

/** Entries of one list and of about the same instant, as many as a page takes; each page with its latest last. */
function pagesOf<Each extends { agenda: On<string> }>(all: Each[]): Each[][] {
  const pages: Each[][] = [];
  for (const ofList of Map.groupBy(all, ({ agenda }) => agenda.list).values()) {
    let page: Each[] = [];
    for (const each of ofList.toSorted((a, b) => a.agenda.at - b.agenda.at)) {
      const [first] = page;
      const fits = first && page.length < ON_A_PAGE && each.agenda.at - first.agenda.at <= TOGETHER_MS;
      if (!fits) {
        page = [];
        pages.push(page);
      }
      page.push(each);
    }
  }
  return pages;
}
