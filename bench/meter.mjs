// Loaded into every function process by --import: says on its log how long each invocation took, and what CPU the
// process has used since its handler was loaded. Plain JavaScript, as the processes run it before anything else.

let readyCpu = process.cpuUsage();
let began = 0;

process.on('message', () => {
  began = performance.now();
});

const send = process.send.bind(process);
process.send = (answer, ...rest) => {
  if (answer.kind === 'ready') readyCpu = process.cpuUsage();
  else if (began > 0) {
    const { user, system } = process.cpuUsage(readyCpu);
    const meter = { pid: process.pid, ms: performance.now() - began, cpu_seconds: (user + system) / 1e6 };
    process.stdout.write(`${JSON.stringify({ meter })}\n`);
  }
  return send(answer, ...rest);
};
