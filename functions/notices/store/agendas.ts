import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { agendasOn } from '../../shared/agenda-pages.ts';
import type { Key } from '../../shared/ids.ts';
import type { Entry } from '../notice/notice.ts';
import type { NoticeStore } from './ports.ts';

/** The agendas of notices: an entry is a notice under the number of times that it was planned. */
export const agendaOn = (
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<NoticeStore, 'enter' | 'due' | 'strike'> => agendasOn(client, tableName, { written, read });

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
