// Loaded into every function process by --import: says on its log how long each invocation took, and how many MB its process has
// had at most. Plain JavaScript, as the processes run it before anything else.

import { readFileSync } from 'node:fs';

let began = 0;

process.on('message', () => {
  began = performance.now();
});

const send = process.send.bind(process);
process.send = (answer, ...rest) => {
  const mb = peakMb();
  if (began > 0) process.stdout.write(`${JSON.stringify({ meter: { ms: performance.now() - began, mb } })}\n`);
  return send(answer, ...rest);
};

/** On Linux `maxRSS` begins with what the engine had when it forked this process, which may be more than it ever has itself. */
function peakMb() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}
