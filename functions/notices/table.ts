import { createHash } from 'node:crypto';
import { digest, type Key } from '../shared/ids.ts';

/**
 * The notices table: a partition key `pk` and a sort key `sk`, both text, and three indexes of keys alone.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `NOTICE#<id>` | `NOTICE` | one notice |
 * | `NOTICE#<id>` | `WAITS#<id>` | a notice that is blocked because this one has its address (S15) |
 * | `ADDRESS#<address>` | `CLAIM` | which notice has this number or email, since which version of it, and until when (S15) |
 * | `RUN#<digest of extract_id>#<shard>` | `DEBT#<debt>` | what a run decided about one debt |
 * | `RUNS` | digest of extract_id | one run |
 * | `CONTROL` | `STOP`, `LEASE`, `PACE`, `DAY#<date>#<channel>` | what steers sending |
 */
export const NOTICES = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** Indexes, all of keys alone (KEYS_ONLY). A notice without the attribute is not on the index. */
export const INDEXES = {
  /** `agenda` is `<list>#<shard 0-7>`, `agenda_at` a number. */
  agenda: { name: 'agenda', partitionKey: 'agenda', sortKey: 'agenda_at' },
  account: { name: 'by-account', partitionKey: 'account' },
  person: { name: 'by-person', partitionKey: 'person' },
} as const;

const AGENDA_SHARDS = 8;
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
export const agendaOf = (list: string, id: Key) => `${list}#${shardOf(id, AGENDA_SHARDS)}`;
export const agendaShards = (list: string) => Array.from({ length: AGENDA_SHARDS }, (_, shard) => `${list}#${shard}`);
// A sender's extract_id may be longer than a key may be.
export const runPartition = (extractId: string, shard: number) => `RUN#${digest(extractId)}#${shard}`;
export const decisionPlace = (extractId: string, debt: Key) => ({
  pk: runPartition(extractId, shardOf(debt, RUN_SHARDS)),
  sk: `DEBT#${debt}`,
});
export const RUNS = 'RUNS';
export const runPlace = (extractId: string) => ({ pk: RUNS, sk: digest(extractId) });
export const controlPlace = (what: string) => ({ pk: 'CONTROL', sk: what });
