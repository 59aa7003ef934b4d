import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comesIn, type LayoutIn } from '../../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether, moreLayouts } from '../../../contracts/files/layouts.ts';
import type { WriteRegister } from '../../register/register.ts';
import * as aws from '../../shared/aws.ts';
import type { Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import type { MakeKey } from '../../shared/ids.ts';
import type { Publish } from '../../shared/publish.ts';
import { putOn } from '../../shared/queue.ts';
import { doorDeps } from '../door-deps.ts';
import type { ContractOf } from '../keyed-event.ts';
import { objectsOn, snapshotsOn } from '../objects.ts';
import type { IntakeTable, ObjectStore, SnapshotStore } from '../ports.ts';
import type { ENV } from './env.ts';

export type Deps = {
  objects: ObjectStore;
  snapshots: SnapshotStore;
  table: IntakeTable;
  register: Pick<WriteRegister, 'keep' | 'newestExtract' | 'fact' | 'keepReferences'>;
  /** By which files are read, beside the extract's own. */
  layouts: readonly LayoutIn[];
  contractOf: ContractOf;
  publish: Publish;
  /** Puts the message of this import on its queue once more, to go on with it. */
  goOn: (message: unknown, delaySeconds: number) => Promise<void>;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (
    what: 'silence-recovery-extract' | 'silence-of-a-layout' | 'snapshot-held' | 'import-slowed',
    details: Readonly<Record<string, string | number>>,
  ) => void;
  key: MakeKey;
  now: Now;
  council: string;
  /** Where scratch files may stand. */
  scratchFolder: string;
};

/** @param root the folder that the function's files lie in, under their paths in the project */
export async function buildDeps(
  env: Env<typeof ENV>,
  { root, alarm }: { root: string; alarm: Deps['alarm'] },
): Promise<Deps> {
  const door = await doorDeps(env, { tables: aws.tablesOfBulk(), secrets: aws.secrets() });
  return {
    ...door,
    objects: objectsOn(aws.objects()),
    snapshots: snapshotsOn(aws.objects(), env.SNAPSHOTS_BUCKET),
    layouts: layoutsTogether([...layoutsIn(join(root, LAYOUTS_FOLDER)), ...moreLayouts(env.LAYOUTS)]).filter(comesIn),
    goOn: putOn(aws.queues(), env.IMPORT_QUEUE_URL),
    alarm,
    scratchFolder: tmpdir(),
  };
}
