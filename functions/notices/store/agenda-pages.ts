import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../shared/ids.ts';
import { together } from '../../shared/together.ts';
import type { Agenda, AgendaPage, Entry } from '../notice/notice.ts';
import type { NoticeStore } from './ports.ts';
import { agendaAfter, agendaKey, agendaPartition } from './table.ts';

/** As many as fit in the kilobyte that DynamoDB bills as one unit. */
const ON_A_PAGE = 23;
/** Pages are full, or short: few of them are enough, or more are read. */
const READ_AT_ONCE = 4;
/** How long an entry waits for others that a worker's other messages make. */
const LINGER_MS = 20;
/** How much later than it asked for an entry may be looked at. */
const TOGETHER_MS = 2_000;

type Entered = { agenda: Agenda; entry: Entry };

/** Agendas: an item for notices that are to be looked at together. Consistent reads, and no index. */
export function agendaOn(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<NoticeStore, 'enter' | 'due' | 'strike'> {
  const putPage = async (page: Entered[]) => {
    const { list, at } = (page.at(-1) as Entered).agenda;
    const entries = page.map(({ entry }) => written(entry));
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: { pk: agendaPartition(list), sk: agendaKey(at, entries.join()), entries },
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
      const due: AgendaPage[] = [];
      let found = 0;
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :list AND sk < :after',
        ExpressionAttributeValues: { ':list': agendaPartition(list), ':after': agendaAfter(until) },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client, pageSize: READ_AT_ONCE }, query)) {
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
      await client.send(new DeleteCommand({ TableName: tableName, Key: { pk: agendaPartition(list), sk: key } }));
    },
  };
}

/** Entries of one list and of about the same instant, as many as a page takes; each page with its latest last. */
function pagesOf(all: Entered[]): Entered[][] {
  const pages: Entered[][] = [];
  for (const ofList of Map.groupBy(all, ({ agenda }) => agenda.list).values()) {
    let page: Entered[] = [];
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

const written = ({ id, times_planned, awaited_since }: Entry): string =>
  [id, times_planned, awaited_since].filter((each) => each !== undefined).join(' ');

function read(text: string): Entry {
  const [id, times_planned, awaited_since] = text.split(' ');
  return {
    id: id as Key,
    times_planned: Number(times_planned),
    ...(awaited_since !== undefined && { awaited_since: Number(awaited_since) }),
  };
}
