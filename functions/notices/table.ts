import { createHash } from 'node:crypto';
import { digest, type Key } from '../shared/ids.ts';

/**
 * The notices table: a partition key `pk` and a sort key `sk`, both text, and two indexes of keys alone.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `NOTICE#<id>` | `NOTICE` | one notice |
 * | `NOTICE#<id>` | `WAITS#<id>` | a notice that is blocked because this one has its address (S15) |
 * | `AGENDA#<list>` | `<instant>#<digest>` | notices to look at from this instant, up to 23 |
 * | `ADDRESS#<address>` | `CLAIM` | which notice has this number or email, since which version of it, and until when (S15) |
 * | `RUN#<digest of extract_id>#<shard>` | `DEBT#<debt>` | what a run decided about one debt |
 * | `RUNS` | digest of extract_id | one run |
 * | `CONTROL` | `STOP`, `LEASE`, `PACE`, `DAY#<date>#<channel>` | what steers sending |
 */
export const NOTICES = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** Indexes, all of keys alone (KEYS_ONLY). */
export const INDEXES = {
  account: { name: 'by-account', partitionKey: 'account' },
  person: { name: 'by-person', partitionKey: 'person' },
} as const;

export const RUN_SHARDS = 16;

/** Spreads keys evenly: one partition takes 1,000 writes a second. */
const shardOf = (key: string, shards: number): number =>
  createHash('sha256').update(key).digest().readUInt16BE(0) % shards;

export const NOTICE = 'NOTICE';
export const noticePlace = (id: Key) => ({ pk: `NOTICE#${id}`, sk: NOTICE });
export const noticeIdOf = (pk: string) => pk.slice('NOTICE#'.length) as Key;
export const WAITS = 'WAITS#';
export const waitsPlace = (holder: Key, waiting: Key) => ({ pk: noticePlace(holder).pk, sk: `${WAITS}${waiting}` });
export const claimPlace = (address: Key) => ({ pk: `ADDRESS#${address}`, sk: 'CLAIM' });
export const agendaPartition = (list: string) => `AGENDA#${list}`;
/** Instants in milliseconds, as text that sorts: good until the year 2286. */
const sortable = (at: number) => String(at).padStart(13, '0');
export const agendaKey = (at: number, content: string) => `${sortable(at)}#${digest(content)}`;
/** What sorts after all keys up to this instant. */
export const agendaAfter = (at: number) => sortable(at + 1);
// A sender's extract_id may be longer than a key may be.
export const runPartition = (extractId: string, shard: number) => `RUN#${digest(extractId)}#${shard}`;
export const decisionPlace = (extractId: string, debt: Key) => ({
  pk: runPartition(extractId, shardOf(debt, RUN_SHARDS)),
  sk: `DEBT#${debt}`,
});
export const RUNS = 'RUNS';
export const runPlace = (extractId: string) => ({ pk: RUNS, sk: digest(extractId) });
export const controlPlace = (what: string) => ({ pk: 'CONTROL', sk: what });
