import type { WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import type { ReceiptMessage, ReturnedMessage } from '../../shared/notify/receipt.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { putOn } from '../../shared/queue.ts';
import { keptTokens, readSecret, type Tokens } from '../../shared/secret.ts';
import type { ENV } from './env.ts';

export type Deps = {
  /** The token that Notify calls back with, as that of `callback_token`. */
  tokens: Tokens;
  /** Puts a receipt, or a letter that came back, on the queue of track-notices. */
  track: (message: ReceiptMessage | ReturnedMessage) => Promise<void>;
  register: Pick<WriteRegister, 'fact'>;
  publish: Publish;
  key: MakeKey;
  now: Now;
  council: string;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const secrets = aws.secrets();
  return {
    tokens: keptTokens(secrets, { id: env.NOTIFY_SECRET, name: 'NOTIFY_SECRET', only: 'callback_token' }, now),
    track: putOn<ReceiptMessage | ReturnedMessage>(aws.queues(), env.TRACK_QUEUE_URL),
    register: registerTable(aws.tables(), env.REGISTER_TABLE, now),
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    key: keysWith(await readSecret(secrets, env.REFERENCE_KEY_SECRET)),
    now,
    council: env.COUNCIL,
  };
}
