// An engine in a process of its own, for tests that kill it.

import { type EngineOptions, startEngine } from '../../../infra/local/engine/engine.ts';

process.once('message', async (options: EngineOptions) => {
  const onLog = ({ text }: { text: string }) => process.send?.({ kind: 'log', text });
  const engine = await startEngine({ ...options, secrets: {}, onLog });
  const physical = Object.fromEntries([...engine.resources].map(([id, { physicalId }]) => [id, physicalId]));
  process.send?.({ kind: 'started', endpoint: engine.endpoint, physical });
});
