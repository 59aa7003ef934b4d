import { createHash } from 'node:crypto';
import { digest, type Key } from '../../shared/ids.ts';
import { sortable } from '../../shared/sortable.ts';
import { matterPart } from '../notice/notice-id.ts';

/**
 * The notices table: a partition key `pk` and a sort key `sk`, both text, and no index.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `MATTER#<begin of the matter>` | `NOTICE#<id>` | one notice |
 * | `MATTER#<begin of the matter>` | `WAITS#<id>#<id>` | a notice, and one that is blocked because it has its address (S15) |
 * | `AGENDA#<list>` | `<instant>#<digest>` | notices to look at from this instant, up to 23 |
 * | `ADDRESS#<address>` | `CLAIM` | which notice has this number or email, or a span of its time (`notice/claim.ts`), since which version of it, and until when (S15) |
 * | `ADDRESS#<address>` | `WAITS#<id>` | a text that waits to go to this number, and does not have it to itself |
 * | `ADDRESS#<address>` | `QUESTION` | which notice last asked whoever has this number for an answer |
 * | `RUN#<digest of its name>` | `BRAKE` | what the brake says of a run, and by what |
 * | `OPEN-RUNS` | digest of its name | a run that is to be weighed, or has notices that wait for its brake |
 * | `CONTROL` | `STOP`, `NOT-SET-UP`, `LEASE`, `PACE`, `DAY#<date>` | what steers sending: `STOP` has an attribute for each switch, and `down` while Notify answers no post, the table's name, and the copy that was put back last |
 */
export const NOTICES = { partitionKey: 'pk', sortKey: 'sk' } as const;

/**
 * The decisions table, keyed alike. A table of its own, since it gets an item for each matter of each night: a function
 * that goes through all notices need not go through these.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `RUN#<digest of its name>#<shard>` | `MATTER#<matter>` | what a run decided about one matter |
 * | `RUNS` | digest of its name | one run |
 * | `REPLIES` | `REPLY#<instant>#<address>` | that a resident answered a text |
 */
export const DECISIONS = { partitionKey: 'pk', sortKey: 'sk' } as const;

export const RUN_SHARDS = 16;

/** Spreads keys evenly: one partition takes 1,000 writes a second. */
const shardOf = (key: string, shards: number): number =>
  createHash('sha256').update(key).digest().readUInt16BE(0) % shards;

export const NOTICE = 'NOTICE#';
/** Where the notices about a matter are; those about another may begin in the same way. */
export const noticesPartition = (noticeOrMatter: Key) => `MATTER#${matterPart(noticeOrMatter)}`;
export const noticePlace = (id: Key) => ({ pk: noticesPartition(id), sk: `${NOTICE}${id}` });
export const waitsFor = (holder: Key) => `WAITS#${holder}#`;
export const waitsPlace = (holder: Key, waiting: Key) => ({
  pk: noticesPartition(holder),
  sk: `${waitsFor(holder)}${waiting}`,
});
export const claimPlace = (address: Key) => ({ pk: `ADDRESS#${address}`, sk: 'CLAIM' });
export const WAITS_AT = 'WAITS#';
export const waitsAtPlace = (address: Key, waiting: Key) => ({ pk: `ADDRESS#${address}`, sk: `${WAITS_AT}${waiting}` });
export const questionPlace = (address: Key) => ({ pk: `ADDRESS#${address}`, sk: 'QUESTION' });
// A sender's name for a file may be longer than a key may be.
export const runPartition = (run: string, shard: number) => `RUN#${digest(run)}#${shard}`;
export const decisionPlace = (run: string, matter: Key) => ({
  pk: runPartition(run, shardOf(matter, RUN_SHARDS)),
  sk: `MATTER#${matter}`,
});
export const brakePlace = (run: string) => ({ pk: `RUN#${digest(run)}`, sk: 'BRAKE' });
export const OPEN_RUNS = 'OPEN-RUNS';
export const openRunPlace = (run: string) => ({ pk: OPEN_RUNS, sk: digest(run) });
export const RUNS = 'RUNS';
export const runPlace = (run: string) => ({ pk: RUNS, sk: digest(run) });
export const REPLIES = 'REPLIES';
export const replyPlace = (at: number, address: Key) => ({ pk: REPLIES, sk: `REPLY#${sortable(at)}#${address}` });
export const controlPlace = (what: string) => ({ pk: 'CONTROL', sk: what });
