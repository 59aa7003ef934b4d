// POST /notify/receipts, /notify/texts and /notify/returned-letters on ports in memory. Asked, it tells what got through since, and forgets it.

import type { Deps } from '../../../functions/intake/receive-notify/deps.ts';
import { receiveNotify } from '../../../functions/intake/receive-notify/receive-notify.ts';
import type { RegisterFact } from '../../../functions/register/register.ts';
import { comeAgain, responseOf } from '../../../functions/shared/http/answer.ts';
import { requestOf } from '../../../functions/shared/http/request.ts';
import type { ReceiptMessage } from '../../../functions/shared/notify/receipt.ts';
import { inMemoryBus } from '../../support/intake.ts';
import { inMemoryRegister, testKey } from '../../support/register.ts';
import type { Behind } from '../door.ts';
import { NOTIFY_TOKEN, NOW } from '../known.ts';
import { asHandler, urlFront } from './http-front.ts';

const context = { getRemainingTimeInMillis: () => 30_000 };

/** What got through, and what was thrown. */
export type Through = {
  receipts: ReceiptMessage[];
  /** References of letters that came back. */
  returned: string[];
  words: string[];
  events: string[];
  thrown: string[];
};

export async function open(): Promise<Behind> {
  const register = inMemoryRegister(() => NOW);
  let bus = inMemoryBus();
  let through: Through = { receipts: [], returned: [], words: [], events: [], thrown: [] };
  const deps: Deps = {
    tokens: async () => ({ callback_token: NOTIFY_TOKEN }),
    track: async (message) => {
      if (message.kind === 'receipt') through.receipts.push(message);
      if (message.kind === 'returned') through.returned.push(message.reference);
    },
    register: {
      fact: async (fact: RegisterFact) => {
        if (fact.kind === 'reply') through.words.push(fact.word);
        return register.fact(fact);
      },
    },
    publish: (events) => bus.publish(events),
    ...{ key: testKey, now: () => NOW, council: 'stockton' },
  };
  const url = await urlFront((event) =>
    asHandler(through.thrown, {
      core: async () => responseOf(await receiveNotify(deps, requestOf(event, context))),
      instead: responseOf(comeAgain),
    }),
  );
  return {
    url,
    answer: async (): Promise<Through> => {
      const told = { ...through, events: [...bus.events.values()].map((event) => JSON.stringify(event)) };
      bus = inMemoryBus();
      through = { receipts: [], returned: [], words: [], events: [], thrown: [] };
      return told;
    },
  };
}
