import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractOf } from '../../../contracts/catalogue.ts';
import { comesIn, type LayoutIn } from '../../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether, moreLayouts } from '../../../contracts/files/layouts.ts';
import type { WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { putOn } from '../../shared/queue.ts';
import { readSecret } from '../../shared/secret.ts';
import type { ContractOf } from '../keyed-event.ts';
import { objectsOn, snapshotsOn } from '../objects.ts';
import type { IntakeTable, ObjectStore, SnapshotStore } from '../ports.ts';
import { intakeTable } from '../table.ts';
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
    what: 'silence-recovery-extract' | 'silence-of-a-layout' | 'snapshot-held',
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
  const now = clockFrom(env);
  const tables = aws.tablesOfBulk();
  return {
    objects: objectsOn(aws.objects()),
    snapshots: snapshotsOn(aws.objects(), env.SNAPSHOTS_BUCKET),
    table: intakeTable(tables, env.INTAKE_TABLE),
    register: registerTable(tables, env.REGISTER_TABLE, now),
    layouts: layoutsTogether([...layoutsIn(join(root, LAYOUTS_FOLDER)), ...moreLayouts(env.LAYOUTS)]).filter(comesIn),
    contractOf,
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    goOn: putOn(aws.queues(), env.IMPORT_QUEUE_URL),
    key: keysWith(await readSecret(aws.secrets(), env.REFERENCE_KEY_SECRET)),
    alarm,
    now,
    council: env.COUNCIL,
    scratchFolder: tmpdir(),
  };
}
