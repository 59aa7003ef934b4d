import { setTimeout as sleep } from 'node:timers/promises';
import { lookBefore, moveBack } from '../../infra/operate/redrive.ts';
import { confirmed } from './confirm.ts';
import { queueNamed } from './dead.ts';
import { say, sayJson, yellow } from './print.ts';
import { atStack } from './stack.ts';
import { Failed } from './trouble.ts';

type Asked = {
  queue: string;
  stack?: string | undefined;
  url?: string | undefined;
  json?: boolean | undefined;
  yes?: boolean | undefined;
  anyway?: boolean | undefined;
};

/** Long enough for a worker that fails at once to have failed again. */
const LOOK_MS = 5_000;
const EVERY_MS = 1_000;

/** Sends the dead letters of a queue round again, as many as there are: safe to ask for twice. */
export const redriveQueue = (asked: Asked): Promise<void> =>
  atStack(asked, async ({ stack, clients }) => {
    const { name, url, deadUrl } = queueNamed(stack, asked.queue);
    if (url === null)
      throw new Failed(
        `What lies in ${name} came from no queue, and cannot go back to one: npm run crier -- dead ${name} says why. Put that right, then bring the facts again: npm run crier -- replay --consumer NAME.`,
      );
    const { dead, grewBy, underway } = await lookBefore(clients, deadUrl, () => sleep(LOOK_MS));
    const told = (left: { moved: number; left: number }) =>
      asked.json ? sayJson({ queue: name, ...left, filling: grewBy > 0 }) : undefined;
    if (dead === 0) return asked.json ? told({ moved: 0, left: 0 }) : say(`Nothing of ${name} is dead.`);
    if (underway)
      throw new Failed(`A redrive of ${name} is under way already: npm run crier -- queues shows how it goes.`);
    if (grewBy > 0 && !asked.anyway)
      throw new Failed(
        `${name} is still filling: ${grewBy} more died within ${LOOK_MS / 1000} s, so the cause is not gone. Nothing was moved. See npm run crier -- dead ${name} and its heading in docs/runbook.md; --anyway moves them all the same.`,
      );
    await confirmed(`${dead} dead letters of ${name} (${stack.name}) are sent round again.`, asked);
    const result = await moveBack(clients, { deadUrl, dead }, () => sleep(EVERY_MS));
    if (asked.json) return told(result);
    say(
      `${result.moved} of ${name} ${result.moved === 1 ? 'goes' : 'go'} round again. One that dies again comes back: npm run crier -- queues.`,
    );
    if (result.left > 0) say(yellow(`${result.left} are dead by now: more came meanwhile, or died again.`));
  });
