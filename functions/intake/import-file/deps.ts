import { tmpdir } from 'node:os';
import type { WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { putOn } from '../../shared/queue.ts';
import { readSecret } from '../../shared/secret.ts';
import { objectsOn } from '../objects.ts';
import type { IntakeTable, ObjectStore } from '../ports.ts';
import { intakeTable } from '../table.ts';
import type { ENV } from './env.ts';

export type Deps = {
  objects: ObjectStore;
  table: IntakeTable;
  register: Pick<WriteRegister, 'keep' | 'newestExtract'>;
  publish: Publish;
  /** Puts the message of this import on its queue once more, to go on with it. */
  goOn: (message: unknown, delaySeconds: number) => Promise<void>;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'silence-recovery-extract' | 'silence-contacts-counted', details: { days: number }) => void;
  key: MakeKey;
  now: Now;
  council: string;
  /** Where scratch files may stand. */
  scratchFolder: string;
};

export async function buildDeps(env: Env<typeof ENV>, alarm: Deps['alarm']): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tablesOfBulk();
  return {
    objects: objectsOn(aws.objects()),
    table: intakeTable(tables, env.INTAKE_TABLE),
    register: registerTable(tables, env.REGISTER_TABLE, now),
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    goOn: putOn(aws.queues(), env.IMPORT_QUEUE_URL),
    key: keysWith(await readSecret(aws.secrets(), env.REFERENCE_KEY_SECRET)),
    alarm,
    now,
    council: env.COUNCIL,
    scratchFolder: tmpdir(),
  };
}
