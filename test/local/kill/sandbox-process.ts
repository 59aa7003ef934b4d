// A GOV.UK Notify sandbox in a process of its own, on a clock that can be moved: it outlives the engines that are killed.

import { startNotifySandbox, type World } from '../../../infra/local/notify/server.ts';

export type SandboxCommand = { kind: 'start'; world: World; shiftMs: number } | { kind: 'clock'; shiftMs: number };

let shiftMs = 0;

process.on('message', async (command: SandboxCommand) => {
  shiftMs = command.shiftMs;
  if (command.kind === 'clock') return;
  const { url } = await startNotifySandbox({
    world: command.world,
    now: () => new Date(Date.now() + shiftMs),
    callbackRetrySeconds: 2, // the engine is away for a while; the real one's five minutes would take the test's time
    deliveryDelayMs: 200,
  });
  process.send?.({ kind: 'started', url });
});
// The test that started it may be killed itself.
process.on('disconnect', () => process.exit());
